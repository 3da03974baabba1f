import { request as httpRequest, type IncomingMessage, type ServerResponse } from "node:http";
import { pipeline } from "node:stream/promises";
import { cleanHeaders } from "./clean-headers.ts";
import { proxyAuthorization } from "./company-proxy.ts";
import type { GatewayContext } from "./gateway-context.ts";
import { judgeMethod } from "./gateway-policy.ts";
import { UploadMeter } from "./meter-uploads.ts";
import { parseTarget, type Target } from "./parse-target.ts";
import { type Reached, reachTarget, UPLOAD_SPENT } from "./reach-target.ts";
import { type Outcome, openEntry } from "./request-entry.ts";
import { watchEnd } from "./watch-end.ts";

type Asked = { authority: string; target: Target | null; path: string };
type Exchange = { context: GatewayContext; request: IncomingMessage; response: ServerResponse; target: Target; path: string };

/**
 * Plain HTTP: asks anew, from parsed parts, over a connection of its own. `tunnelTarget` is where a CONNECT led whose content turned
 * out to be plain HTTP; every request in it names that host or is refused.
 */
export async function forwardRequest(
  context: GatewayContext,
  { request, response, tunnelTarget }: { request: IncomingMessage; response: ServerResponse; tunnelTarget: Target | undefined },
): Promise<void> {
  const asked = readAsked(request, tunnelTarget);
  if (asked === null) return answer(response, 400, "The request is not one to a proxy.");
  const { target, path, authority } = asked;
  const shown = target ?? { host: authority, port: 80 };
  const close = openEntry(context.spending, { ...shown, method: request.method ?? "" });
  const end = (outcome: Outcome, reached?: Reached) => {
    close(outcome, reached?.socket);
    reached?.socket.destroy();
    if (outcome === null) return;
    const [status, reason] = "denied" in outcome ? [403, outcome.denied] : [502, outcome.failed];
    answer(response, status, `${shown.host}:${shown.port}: ${reason}`);
  };
  if (target === null) return end({ denied: "Only host names may be asked; addresses may not." });
  if (!isPlain(request, target)) return answer(response, 400, "The request can be read in two ways.");
  const method = judgeMethod(context.policy, request.method ?? "");
  if (!method.allowed) return end({ denied: method.reason });
  const reach = await reachTarget(context, target, "request");
  if (!("socket" in reach)) return end(reach);
  const outcome = await exchange({ context, request, response, target, path }, reach).catch(failure);
  end(outcome, reach);
}

/** Null where the request is none to a proxy; `target` is null where the host breaks the strict grammar. */
function readAsked({ url = "" }: IncomingMessage, tunnelTarget: Target | undefined): Asked | null {
  const form = tunnelTarget === undefined ? /^http:\/\/([^/?]*)([/?].*)?$/i : /^()(\/.*)$/;
  const [, authority, path = "/"] = form.exec(url) ?? [];
  if (authority === undefined || path.includes("#")) return null;
  return { authority, target: tunnelTarget ?? parseTarget(authority, 80), path: path.startsWith("/") ? path : `/${path}` };
}

/** One Host, the target's, and no framing but chunks or a length: what every server outside reads alike. */
function isPlain({ headers, headersDistinct }: IncomingMessage, { host, port }: Target): boolean {
  const coding = headersDistinct["transfer-encoding"];
  if (coding !== undefined && (coding.length > 1 || coding[0]?.toLowerCase() !== "chunked")) return false;
  if ((headersDistinct.host ?? []).length > 1) return false;
  const named = headers.host === undefined ? { host, port } : parseTarget(headers.host, 80);
  return named?.host === host && named.port === port;
}

/** Null when the whole answer was passed on. */
async function exchange({ context, request, response, target, path }: Exchange, { socket, proxy }: Reached): Promise<Outcome> {
  const authority = target.port === 80 ? target.host : `${target.host}:${target.port}`;
  const headers = ["Host", authority, ...cleanHeaders(request.rawHeaders), ...framing(request), "Connection", "close"];
  if (!context.spending.mayUpload(path.length + headers.join("").length)) return { denied: UPLOAD_SPENT };
  const outgoing = httpRequest({
    method: request.method,
    path: proxy === null ? path : `http://${authority}${path}`,
    headers: proxy === null ? headers : [...headers, ...proxyAuthorization(proxy)],
    createConnection: () => socket,
  });
  socket.setTimeout(context.deadlines.idleMs, () => outgoing.destroy(new Error("The host was silent for too long.")));
  const over = watchEnd(context.signal, context.deadlines.totalMs, (reason) => outgoing.destroy(reason));
  const meter = new UploadMeter(context.spending);
  const uploading = pipeline(request, meter, outgoing).catch((error: unknown) => meter.isSpent && outgoing.destroy(asError(error)));
  try {
    const incoming = await responseOf(outgoing);
    response.writeHead(incoming.statusCode ?? 502, incoming.statusMessage, cleanHeaders(incoming.rawHeaders));
    await pipeline(incoming, response);
    return null;
  } catch (error) {
    if (meter.isSpent) return { denied: UPLOAD_SPENT };
    throw error;
  } finally {
    over[Symbol.dispose]();
    outgoing.destroy();
    await uploading;
  }
}

/** A body keeps its framing; a request that could have a body and has none says so. */
function framing({ headers, method = "" }: IncomingMessage): string[] {
  if (headers["transfer-encoding"] !== undefined) return ["Transfer-Encoding", "chunked"];
  return headers["content-length"] === undefined && ["POST", "PUT", "PATCH"].includes(method) ? ["Content-Length", "0"] : [];
}

function responseOf(outgoing: ReturnType<typeof httpRequest>): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    outgoing.once("response", resolve);
    outgoing.on("error", reject);
    outgoing.once("close", () => reject(new Error("The host ended the connection without an answer.")));
  });
}

function failure(error: unknown): Outcome {
  return { failed: `The exchange was cut: ${asError(error).message}` };
}

function asError(error: unknown): Error {
  return error instanceof Error ? error : new Error(String(error));
}

function answer(response: ServerResponse, status: number, text: string): void {
  if (response.headersSent) {
    response.destroy();
    return;
  }
  const body = `Slipway: ${text}\n`;
  response.writeHead(status, {
    "content-type": "text/plain; charset=utf-8",
    "content-length": Buffer.byteLength(body),
    connection: "close",
  });
  response.end(body);
}
