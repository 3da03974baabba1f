import { UnavailableError } from "@slipway/core";
import pino from "pino";
import { answerError } from "../api/answer-error.ts";
import { type Api, createApi } from "../api/create-api.ts";
import { getClients } from "./clients.ts";

let api: Promise<Api> | undefined;

/** Hands a request to the API, made at the first one. A database that cannot be reached is a clear 503, and is tried again. */
export async function answerApi(request: Request): Promise<Response> {
  try {
    api ??= getClients().then(createApi);
    return await (await api).fetch(request);
  } catch (cause) {
    api = undefined;
    const error = new UnavailableError("The database or the queue cannot be reached. Check that they run; the server's log says more.", {
      cause,
    });
    return answerError(error, pino({ name: "web" }));
  }
}
