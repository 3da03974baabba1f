import type { Duplex } from "node:stream";
import { carryTunnel } from "./carry-tunnel.ts";
import type { GatewayContext } from "./gateway-context.ts";
import { judgeTarget } from "./gateway-policy.ts";
import { parseTarget, type Target } from "./parse-target.ts";
import { reachTarget } from "./reach-target.ts";
import { readFirst, unread } from "./read-first.ts";
import { type Outcome, openEntry } from "./request-entry.ts";
import type { VirtualSocket } from "./virtual-socket.ts";

export type TunnelRequest = {
  authority: string;
  socket: VirtualSocket;
  /** Takes over a tunnel whose content is plain HTTP. */
  servePlain: (socket: Duplex, target: Target) => void;
};

const ESTABLISHED = "HTTP/1.1 200 Connection Established\r\n\r\n";
const TLS_PORT = 443;
const TLS_HANDSHAKE = 22;

/**
 * CONNECT: a tunnel for TLS to exactly the host that was named, as the ClientHello witnesses. To 443 nothing but TLS is carried; on
 * other ports plain HTTP is, under the rules of plain HTTP. There the client must speak first, so it is told yes before the connection.
 */
export async function openTunnel(context: GatewayContext, { authority, socket, servePlain }: TunnelRequest): Promise<void> {
  const target = parseTarget(authority);
  const shown = target ?? { host: authority, port: Number(/:(\d{1,5})$/.exec(authority)?.[1] ?? 0) };
  const close = openEntry(context.spending, { ...shown, method: "CONNECT" });
  const refuse = (outcome: Exclude<Outcome, null>) => {
    close(outcome);
    const [status, reason] = "denied" in outcome ? ["403 Forbidden", outcome.denied] : ["502 Bad Gateway", outcome.failed];
    socket.end(refusal(status, `${shown.host}:${shown.port}: ${reason}`));
  };
  if (target === null) return refuse({ denied: "Only host names with a port may be asked; addresses may not." });
  const verdict = judgeTarget(context.policy, target);
  if (!verdict.allowed) return refuse({ denied: verdict.reason });
  if (target.port !== TLS_PORT) {
    socket.write(ESTABLISHED);
    const first = await readFirst(socket, () => true, context.deadlines.helloMs);
    unread(socket, first);
    if (first[0] !== TLS_HANDSHAKE) return servePlain(socket, target);
  }
  const reach = await reachTarget(context, target, "tunnel");
  if (!("socket" in reach)) return refuse(reach);
  if (target.port === TLS_PORT) socket.write(ESTABLISHED);
  close(await carryTunnel(context, { inside: socket, outside: reach.socket, host: target.host }), reach.socket);
}

function refusal(status: string, text: string): string {
  const body = `Slipway: ${text}\n`;
  const headers = ["Content-Type: text/plain; charset=utf-8", `Content-Length: ${Buffer.byteLength(body)}`, "Connection: close"];
  return `HTTP/1.1 ${status}\r\n${headers.join("\r\n")}\r\n\r\n${body}`;
}
