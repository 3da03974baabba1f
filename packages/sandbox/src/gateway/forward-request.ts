import { request as httpRequest, type IncomingMessage, type ServerResponse } from "node:http";
import type { Socket } from "node:net";
import { pipeline } from "node:stream/promises";
import { cleanHeaders } from "./clean-headers.ts";
import { proxyAuthorization } from "./company-proxy.ts";
import type { GatewayContext } from "./gateway-context.ts";
import { judgeMethod } from "./gateway-policy.ts";
import type { Interception } from "./interception/interception.ts";
import { MaskedBody, maskText } from "./interception/masked-body.ts";
import { UploadMeter } from "./meter-uploads.ts";
import type { TunnelInside } from "./open-tunnel.ts";
import { outgoingHeaders } from "./outgoing-headers.ts";
import { parseTarget, type Target } from "./parse-target.ts";
import { type Reach, type Reached, reachTarget, UPLOAD_SPENT } from "./reach-target.ts";
import { type Outcome, openEntry } from "./request-entry.ts";
import { watchEnd } from "./watch-end.ts";

type Asked = { authority: string; target: Target | null; path: string };
type Exchange = {
  context: GatewayContext;
  request: IncomingMessage;
  response: ServerResponse;
  target: Target;
  path: string;
  /** Set where the gateway is the host for the client, and adds its secrets. */
  interception: Interception | null;
};
/** `carrier` is what the request is written to; the counted bytes are those of the socket below. */
type Way = Reached & { carrier: Socket };

/**
 * HTTP that can be read: asks anew, from parsed parts, over a connection of its own. `tunnel` is where a CONNECT led in which the
 * request came; every request in it names that host or is refused.
 */
export async function forwardRequest(
  context: GatewayContext,
  { request, response, tunnel }: { request: IncomingMessage; response: ServerResponse; tunnel: TunnelInside | undefined },
): Promise<void> {
  const asked = readAsked(request, tunnel?.target);
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
  const interception = tunnel?.isIntercepted ? context.interception : null;
  const usualPort = interception === null ? 80 : 443;
  if (!isPlain(request, target, usualPort)) return answer(response, 400, "The request can be read in two ways.");
  const method = judgeMethod(context.policy, request.method ?? "");
  if (!method.allowed) return end({ denied: method.reason });
  if (interception !== null && request.method === "TRACE") return end({ denied: "TRACE would show the headers that the gateway adds." });
  const way = await openWay(context, target, interception);
  if (!("socket" in way)) return end(way);
  const outcome = await exchange({ context, request, response, target, path, interception }, way).catch(failure);
  end(outcome, way);
}

async function openWay(context: GatewayContext, target: Target, interception: Interception | null): Promise<Way | Exclude<Reach, Reached>> {
  const reach = await reachTarget(context, target, interception === null ? "request" : "tunnel");
  if (!("socket" in reach) || interception === null) return "socket" in reach ? { ...reach, carrier: reach.socket } : reach;
  try {
    const carrier = await interception.dialer({ socket: reach.socket, host: target.host, signal: context.signal });
    return { ...reach, carrier };
  } catch (error) {
    reach.socket.destroy();
    return { failed: asError(error).message };
  }
}

/** Null where the request is none to a proxy; `target` is null where the host breaks the strict grammar. */
function readAsked({ url = "" }: IncomingMessage, tunnelTarget: Target | undefined): Asked | null {
  const form = tunnelTarget === undefined ? /^http:\/\/([^/?]*)([/?].*)?$/i : /^()(\/.*)$/;
  const [, authority, path = "/"] = form.exec(url) ?? [];
  if (authority === undefined || path.includes("#")) return null;
  return { authority, target: tunnelTarget ?? parseTarget(authority, 80), path: path.startsWith("/") ? path : `/${path}` };
}

/** One Host, the target's, and no framing but chunks or a length: what every server outside reads alike. */
function isPlain({ headers, headersDistinct }: IncomingMessage, { host, port }: Target, usualPort: number): boolean {
  const coding = headersDistinct["transfer-encoding"];
  if (coding !== undefined && (coding.length > 1 || coding[0]?.toLowerCase() !== "chunked")) return false;
  if ((headersDistinct.host ?? []).length > 1) return false;
  const named = headers.host === undefined ? { host, port } : parseTarget(headers.host, usualPort);
  return named?.host === host && named.port === port;
}

/** Null when the whole answer was passed on. */
async function exchange(asked: Exchange, { carrier, proxy }: Way): Promise<Outcome> {
  const { context, request, response, target, path, interception } = asked;
  const usualPort = interception === null ? 80 : 443;
  const authority = target.port === usualPort ? target.host : `${target.host}:${target.port}`;
  const headers = outgoingHeaders({ request, authority, host: target.host, policy: context.policy, interception });
  if (!context.spending.mayUpload(path.length + headers.join("").length)) return { denied: UPLOAD_SPENT };
  const outgoing = httpRequest({
    method: request.method,
    path: proxy === null ? path : `http://${authority}${path}`,
    headers: proxy === null ? headers : [...headers, ...proxyAuthorization(proxy)],
    createConnection: () => carrier,
  });
  carrier.setTimeout(context.deadlines.idleMs, () => outgoing.destroy(new Error("The host was silent for too long.")));
  const over = watchEnd(context.signal, context.deadlines.totalMs, (reason) => outgoing.destroy(reason));
  const meter = new UploadMeter(context.spending);
  const uploading = pipeline(request, meter, outgoing).catch((error: unknown) => meter.isSpent && outgoing.destroy(asError(error)));
  try {
    const incoming = await responseOf(outgoing);
    await passAnswer(incoming, response, interception);
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
