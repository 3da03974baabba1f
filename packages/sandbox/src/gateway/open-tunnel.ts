import type { Duplex } from "node:stream";
import { carryTunnel } from "./carry-tunnel.ts";
import type { GatewayContext } from "./gateway-context.ts";
import { judgeTarget } from "./gateway-policy.ts";
import { interceptTunnel } from "./interception/intercept-tunnel.ts";
import type { Interception } from "./interception/interception.ts";
import { leaveClient, refusal } from "./leave-client.ts";
import { parseTarget, type Target } from "./parse-target.ts";
import { reachTarget } from "./reach-target.ts";
import { readFirst, unread } from "./read-first.ts";
import { type Outcome, openEntry } from "./request-entry.ts";
import type { VirtualSocket } from "./virtual-socket.ts";

/** Where a tunnel leads whose requests are read one by one; they go out as they came in, plainly or over TLS. */
export type TunnelInside = { target: Target; isIntercepted: boolean };

export type TunnelRequest = {
  authority: string;
  socket: VirtualSocket;
  /** Takes over a tunnel whose content is HTTP that can be read: plain, or of a TLS client that the gateway answers itself. */
  serve: (socket: Duplex, inside: TunnelInside) => void;
};

const ESTABLISHED = "HTTP/1.1 200 Connection Established\r\n\r\n";
const TLS_PORT = 443;
const TLS_HANDSHAKE = 22;

/**
 * CONNECT: a tunnel for TLS to exactly the host that was named, as the ClientHello witnesses. To 443 nothing but TLS is carried; on
 * other ports plain HTTP is, under the rules of plain HTTP. There the client must speak first, so it is told yes before the connection,
 * and so it is where the gateway itself is the host, because it adds a secret.
 */
export async function openTunnel(context: GatewayContext, { authority, socket, serve }: TunnelRequest): Promise<void> {
  const target = parseTarget(authority);
  const shown = target ?? { host: authority, port: Number(/:(\d{1,5})$/.exec(authority)?.[1] ?? 0) };
  const close = openEntry(context.spending, { ...shown, method: "CONNECT" });
  const refuse = (outcome: Exclude<Outcome, null>) => {
    close(outcome);
    const [status, reason] = "denied" in outcome ? ["403 Forbidden", outcome.denied] : ["502 Bad Gateway", outcome.failed];
    leaveClient(socket, refusal(status, `${shown.host}:${shown.port}: ${reason}`));
  };
  if (target === null) return refuse({ denied: "Only host names with a port may be asked; addresses may not." });
  const verdict = judgeTarget(context.policy, target);
  if (!verdict.allowed) return refuse({ denied: verdict.reason });
  if (target.port !== TLS_PORT) {
    socket.write(ESTABLISHED);
    const first = await readFirst(socket, () => true, context.deadlines.helloMs);
    unread(socket, first);
    if (first[0] !== TLS_HANDSHAKE) return serve(socket, { target, isIntercepted: false });
  }
  const interception = interceptionOf(context, target);
  if (interception !== null) {
    socket.write(ESTABLISHED);
    const served = (secure: Duplex) => serve(secure, { target, isIntercepted: true });
    const fault = await interceptTunnel(context, { inside: socket, host: target.host, interception, serve: served });
    if (fault !== null) close(fault);
    return;
  }
  const reach = await reachTarget(context, target, "tunnel");
  if (!("socket" in reach)) return refuse(reach);
  if (target.port === TLS_PORT) socket.write(ESTABLISHED);
  close(await carryTunnel(context, { inside: socket, outside: reach.socket, host: target.host }), reach.socket);
}

function interceptionOf({ interception }: GatewayContext, { host, port }: Target): Interception | null {
  return port === TLS_PORT && interception?.covers(host) ? interception : null;
}
