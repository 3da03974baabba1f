import { createRedactor, UnavailableError } from "@slipway/core";
import { answerError } from "../api/answer-error.ts";
import { type Api, createApi } from "../api/create-api.ts";
import { getClients } from "./clients.ts";
import { createLog } from "./create-log.ts";

let api: Promise<Api> | undefined;

/** Hands a request to the API, made at the first one. A database that cannot be reached is a clear 503, and is tried again. */
export async function answerApi(request: Request): Promise<Response> {
  try {
    api ??= getClients().then(createApi);
    return await (await api).fetch(plainRequest(request));
  } catch (cause) {
    api = undefined;
    const error = new UnavailableError("The database or the queue cannot be reached. Check that they run; the server's log says more.", {
      cause,
    });
    const redactor = createRedactor({ secrets: [] });
    return answerError(error, createLog({ level: "info", name: "web", redactor }));
  }
}

/** Next hands over a proxy of a request, which cannot be copied; middleware that bounds a body has to copy it. */
function plainRequest({ url, method, headers, body, signal }: Request): Request {
  const init: RequestInit & { duplex: "half" } = { method, headers, body, signal, duplex: "half" };
  return new Request(url, init);
}
