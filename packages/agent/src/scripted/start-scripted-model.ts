import { createHash } from "node:crypto";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { z } from "zod";
import { openPromptCache, type PromptCache } from "./prompt-cache.ts";
import { readChatRequest, readResponsesRequest } from "./read-script-request.ts";
import { planReply } from "./reply-plan.ts";
import type { Script, ScriptRequest } from "./script.ts";
import { sendReply } from "./send-reply.ts";

/** A request as it came, and as the script saw it. `at` is `performance.now()`. */
export type RecordedRequest = { path: string; headers: IncomingMessage["headers"]; body: unknown; request: ScriptRequest; at: number };

export type ScriptedModelOptions = {
  script: Script;
  /** Loopback unless given. */
  host?: string;
  /** Any free one unless given. */
  port?: number;
  /** How many of the latest requests are kept in `requests`: 1000 unless given. */
  keepRequests?: number;
};

export type ScriptedModel = AsyncDisposable & {
  /** A base URL for an OpenAI client, up to and including `/v1`. */
  url: string;
  requests: readonly RecordedRequest[];
  close(): Promise<void>;
};

const maxBodyBytes = 64 * 2 ** 20;
const maxRemembered = 1_000;

/**
 * A model server of a few lines of script: `POST /v1/responses` and `POST /v1/chat/completions` as event streams, and
 * `GET /v1/models`. It speaks to the same client as a real provider; no AI is behind it.
 */
export async function startScriptedModel(options: ScriptedModelOptions): Promise<ScriptedModel> {
  const requests: RecordedRequest[] = [];
  const seen = new Map<string, number>();
  const cache = openPromptCache();
  const server = createServer((request, response) => {
    answer({ request, response, options, requests, seen, cache }).catch((error: unknown) => refuse(response, error));
  });
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(options.port ?? 0, options.host ?? "127.0.0.1", resolve);
  });
  const close = () => closeServer(server);
  return { url: `${originOf(server)}/v1`, requests, close, [Symbol.asyncDispose]: close };
}

type Answering = {
  request: IncomingMessage;
  response: ServerResponse;
  options: ScriptedModelOptions;
  requests: RecordedRequest[];
  seen: Map<string, number>;
  cache: PromptCache;
};

async function answer({ request, response, options, requests, seen, cache }: Answering): Promise<void> {
  const at = performance.now();
  const path = new URL(request.url ?? "/", "http://scripted").pathname;
  const route = `${request.method} ${path}`;
  if (route === "GET /v1/models") return sendModels(response);
  if (route !== "POST /v1/responses" && route !== "POST /v1/chat/completions")
    return sendProblem(response, 404, `no such endpoint: ${route}`);
  const text = await readBody(request);
  const body: unknown = JSON.parse(text);
  const api = route === "POST /v1/responses" ? "responses" : "chat";
  const read = api === "responses" ? readResponsesRequest(body) : readChatRequest(body);
  const id = createHash("sha256").update(path).update(text).digest("hex").slice(0, 24);
  const scriptRequest: ScriptRequest = { ...read.request, repeats: countRepeat(seen, id) };
  requests.push({ path, headers: request.headers, body, request: scriptRequest, at });
  requests.splice(0, Math.max(0, requests.length - (options.keepRequests ?? 1_000)));
  const reply = await options.script(scriptRequest);
  const plan = planReply({ reply, request: read.request, freeform: read.freeform, id, counted: cache.count(body) });
  const gone = new AbortController();
  response.once("close", () => gone.abort());
  if (response.destroyed) return;
  await sendReply({ response, api, plan, reply, signal: gone.signal });
}

function countRepeat(seen: Map<string, number>, id: string): number {
  const repeats = seen.get(id) ?? 0;
  if (seen.size >= maxRemembered) seen.clear();
  seen.set(id, repeats + 1);
  return repeats;
}

async function readBody(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of request) {
    const buffer = Buffer.from(chunk);
    bytes += buffer.length;
    if (bytes > maxBodyBytes) throw new SyntaxError("the request is too large");
    chunks.push(buffer);
  }
  return Buffer.concat(chunks).toString("utf8");
}

function sendModels(response: ServerResponse): void {
  const models = { object: "list", data: [{ id: "scripted", object: "model", created: 0, owned_by: "slipway" }] };
  response.writeHead(200, { "content-type": "application/json" }).end(JSON.stringify(models));
}

function sendProblem(response: ServerResponse, status: number, message: string): void {
  response
    .writeHead(status, { "content-type": "application/json" })
    .end(JSON.stringify({ error: { message, type: "invalid_request_error", param: null, code: null } }));
}

/** A fault of the request or of the script becomes an answer; a client that left gets none. */
function refuse(response: ServerResponse, error: unknown): void {
  if (response.destroyed || response.headersSent) {
    response.destroy();
    return;
  }
  const invalid = error instanceof z.ZodError || error instanceof SyntaxError;
  sendProblem(response, invalid ? 400 : 500, error instanceof Error ? error.message : String(error));
}

function originOf(server: Server): string {
  // Listening on a TCP port, so the address is an object.
  const { address, port, family } = server.address() as AddressInfo;
  return `http://${family === "IPv6" ? `[${address}]` : address}:${port}`;
}

async function closeServer(server: Server): Promise<void> {
  if (!server.listening) return;
  const closed = new Promise<void>((resolve) => server.close(() => resolve()));
  server.closeAllConnections();
  await closed;
}
