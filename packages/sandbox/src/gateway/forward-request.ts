import type { IncomingMessage, ServerResponse } from "node:http";
import { exchange } from "./exchange.ts";
import type { GatewayContext } from "./gateway-context.ts";
import { judgeMethod } from "./gateway-policy.ts";
import type { Interception } from "./interception/interception.ts";
import type { Traffic, UpstreamAgent } from "./interception/upstream-agent.ts";
import type { TunnelInside } from "./open-tunnel.ts";
import { parseTarget, type Target } from "./parse-target.ts";
import { reachTarget } from "./reach-target.ts";
import { type Outcome, openEntry } from "./request-entry.ts";

type Asked = { authority: string; target: Target | null; path: string };
export type Forwarding = {
  request: IncomingMessage;
  response: ServerResponse;
  /** Where a CONNECT led in which the request came; every request in it names that host or is refused. */
  tunnel: TunnelInside | undefined;
  /** Null where no host is sent a secret. */
  upstream: UpstreamAgent | null;
};

/** HTTP that can be read: asks anew, from parsed parts. */
export async function forwardRequest(context: GatewayContext, { request, response, tunnel, upstream }: Forwarding): Promise<void> {
  const asked = readAsked(request, tunnel?.target);
  if (asked === null) return answer(response, 400, "The request is not one to a proxy.");
  const { target, path, authority } = asked;
  const shown = target ?? { host: authority, port: 80 };
  const close = openEntry(context.spending, { ...shown, method: request.method ?? "" });
  const end = (outcome: Outcome, traffic?: Traffic) => {
    close(outcome, traffic);
    if (outcome === null) return;
    const [status, reason] = "denied" in outcome ? [403, outcome.denied] : [502, outcome.failed];
    answer(response, status, `${shown.host}:${shown.port}: ${reason}`);
  };
  if (target === null) return end({ denied: "Only host names may be asked; addresses may not." });
  const interception = tunnel?.isIntercepted ? context.interception : null;
  const usualPort = interception === null ? 80 : 443;
  if (!isPlain(request, target, usualPort)) return answer(response, 400, "The request can be read in two ways.");
  const denied = methodFault(context, request, interception);
  if (denied !== null) return end({ denied });
  if (interception !== null && upstream !== null) {
    const { outcome, outgoing } = await exchange({ context, request, response, target, path, way: { upstream, interception } });
    return end(outcome, upstream.trafficOf(outgoing?.socket));
  }
  const reach = await reachTarget(context, target, "request");
  if (!("socket" in reach)) return end(reach);
  const { outcome } = await exchange({ context, request, response, target, path, way: reach });
  end(outcome, reach.socket);
  reach.socket.destroy();
}

function methodFault({ policy }: GatewayContext, { method = "" }: IncomingMessage, interception: Interception | null): string | null {
  const verdict = judgeMethod(policy, method);
  if (!verdict.allowed) return verdict.reason;
  return interception !== null && method === "TRACE" ? "TRACE would show the headers that the gateway adds." : null;
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
