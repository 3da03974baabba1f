import { type ClientRequest, request as httpRequest, type IncomingMessage, type ServerResponse } from "node:http";
import { pipeline } from "node:stream/promises";
import { cleanHeaders } from "./clean-headers.ts";
import { proxyAuthorization } from "./company-proxy.ts";
import type { GatewayContext } from "./gateway-context.ts";
import type { Interception } from "./interception/interception.ts";
import { MaskedBody, maskText } from "./interception/masked-body.ts";
import { type UpstreamAgent, UpstreamFault } from "./interception/upstream-agent.ts";
import { UploadMeter } from "./meter-uploads.ts";
import { outgoingHeaders } from "./outgoing-headers.ts";
import type { Target } from "./parse-target.ts";
import { type Reached, UPLOAD_SPENT } from "./reach-target.ts";
import type { Outcome } from "./request-entry.ts";
import { watchEnd } from "./watch-end.ts";

export type Exchange = {
  context: GatewayContext;
  request: IncomingMessage;
  response: ServerResponse;
  target: Target;
  path: string;
  /** A connection of the request's own, or verified TLS to a host of secrets. */
  way: Reached | { upstream: UpstreamAgent; interception: Interception };
};

type Exchanged = { outcome: Outcome; outgoing: ClientRequest | null };

/** Asks anew and passes the answer on. `outcome` is null when the whole answer was passed on. */
export async function exchange(asked: Exchange): Promise<Exchanged> {
  const { context, request, response, path } = asked;
  const headers = headersOf(asked);
  if (!context.spending.mayUpload(path.length + headers.join("").length)) return { outcome: { denied: UPLOAD_SPENT }, outgoing: null };
  for (;;) {
    const outgoing = httpRequest({ method: request.method, headers, ...connectionOf(asked) });
    const { outcome, isGone } = await askOnce(asked, outgoing);
    // A kept connection may be gone; what has no body is asked over the next one.
    const isStale = isGone && outgoing.reusedSocket && !hasBody(request) && !response.headersSent && !response.destroyed;
    if (!isStale) return { outcome, outgoing };
  }
}

function headersOf({ context, request, target, way }: Exchange): string[] {
  const interception = "interception" in way ? way.interception : null;
  const usualPort = interception === null ? 80 : 443;
  const authority = target.port === usualPort ? target.host : `${target.host}:${target.port}`;
  const headers = outgoingHeaders({ request, authority, host: target.host, policy: context.policy, interception });
  return "proxy" in way && way.proxy !== null ? [...headers, ...proxyAuthorization(way.proxy)] : headers;
}

function connectionOf({ way, target, path }: Exchange) {
  if ("upstream" in way) return { agent: way.upstream, host: target.host, port: target.port, path };
  const { socket, proxy } = way;
  const authority = target.port === 80 ? target.host : `${target.host}:${target.port}`;
  return { createConnection: () => socket, path: proxy === null ? path : `http://${authority}${path}` };
}

/** `isGone`: the connection ended without an answer. */
async function askOnce(
  { context, request, response, way }: Exchange,
  outgoing: ClientRequest,
): Promise<{ outcome: Outcome; isGone: boolean }> {
  outgoing.setTimeout(context.deadlines.idleMs, () => outgoing.destroy(new Error("The host was silent for too long.")));
  const over = watchEnd(context.signal, context.deadlines.totalMs, (reason) => outgoing.destroy(reason));
  const meter = new UploadMeter(context.spending);
  const uploading = upload({ request, meter, outgoing });
  let isWhole = false;
  try {
    const incoming = await responseOf(outgoing);
    await passAnswer(incoming, response, "interception" in way ? way.interception : null);
    isWhole = outgoing.writableFinished;
    return { outcome: null, isGone: false };
  } catch (error) {
    if (meter.isSpent) return { outcome: { denied: UPLOAD_SPENT }, isGone: false };
    if (error instanceof UpstreamFault) return { outcome: error.outcome, isGone: false };
    const isGone = error instanceof Error && "code" in error && (error.code === "ECONNRESET" || error.code === "EPIPE");
    return { outcome: { failed: `The exchange was cut: ${asError(error).message}` }, isGone };
  } finally {
    over[Symbol.dispose]();
    if (!isWhole) outgoing.destroy();
    await uploading;
  }
}

async function upload({
  request,
  meter,
  outgoing,
}: {
  request: IncomingMessage;
  meter: UploadMeter;
  outgoing: ClientRequest;
}): Promise<void> {
  if (!hasBody(request)) {
    outgoing.end();
    return;
  }
  await pipeline(request, meter, outgoing).catch((error: unknown) => meter.isSpent && outgoing.destroy(asError(error)));
}

function hasBody({ headers }: IncomingMessage): boolean {
  return headers["transfer-encoding"] !== undefined || (headers["content-length"] ?? "0") !== "0";
}

/** Where secrets were sent, what the host says of them is covered. */
async function passAnswer(incoming: IncomingMessage, response: ServerResponse, interception: Interception | null): Promise<void> {
  const { statusCode = 502, statusMessage = "" } = incoming;
  const headers = cleanHeaders(incoming.rawHeaders);
  if (interception === null) {
    response.writeHead(statusCode, statusMessage, headers);
    return pipeline(incoming, response);
  }
  const covered = (text: string) => maskText(interception.mask, text);
  response.writeHead(statusCode, covered(statusMessage), headers.map(covered));
  return pipeline(incoming, new MaskedBody(interception.mask), response);
}

function responseOf(outgoing: ClientRequest): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    outgoing.once("response", resolve);
    outgoing.on("error", reject);
    outgoing.once("close", () => reject(new Error("The host ended the connection without an answer.")));
  });
}

function asError(error: unknown): Error {
  return error instanceof Error ? error : new Error(String(error));
}
