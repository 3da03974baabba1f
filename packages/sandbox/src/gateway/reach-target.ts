import { connect, type Socket } from "node:net";
import { connect as connectTls } from "node:tls";
import { addressOf, proxyFor, tunnelThrough } from "./company-proxy.ts";
import type { GatewayContext } from "./gateway-context.ts";
import { judgeTarget } from "./gateway-policy.ts";
import type { Target } from "./parse-target.ts";
import { resolveTarget } from "./resolve-target.ts";

/** `proxy` is set where the socket leads to the worker's own proxy, which must be told the target. */
export type Reached = { socket: Socket; proxy: URL | null };
export type Reach = Reached | { denied: string } | { failed: string };

export const UPLOAD_SPENT = "What this attempt may send out is used up.";

/**
 * The one way out: policy, one resolution, every answer vetted, a connection to a vetted address. Names are paid for as uploads, since
 * whoever answers for them reads them. Behind the worker's own proxy a name may be unknown here; one that is known is vetted all the same.
 */
export async function reachTarget(context: GatewayContext, target: Target, purpose: "tunnel" | "request"): Promise<Reach> {
  const verdict = judgeTarget(context.policy, target);
  if (!verdict.allowed) return { denied: verdict.reason };
  if (!context.spending.mayUpload(target.host.length)) return { denied: UPLOAD_SPENT };
  const proxy = proxyFor(context.companyProxy, target);
  const resolution = await resolveTarget(context.resolve, {
    host: target.host,
    mayBePrivate: verdict.mayBePrivate,
    own: context.ownAddresses(),
  });
  if ("denied" in resolution) return resolution;
  if ("failed" in resolution && proxy === null) return resolution;
  try {
    if (proxy !== null) return await reachThrough(context, proxy, target, purpose);
    const addresses = "addresses" in resolution ? resolution.addresses : [];
    return { socket: await context.dial({ addresses, port: target.port, signal: context.signal }), proxy: null };
  } catch (error) {
    return { failed: `The connection failed: ${error instanceof Error ? error.message : String(error)}` };
  }
}

async function reachThrough({ signal }: GatewayContext, proxy: URL, target: Target, purpose: "tunnel" | "request"): Promise<Reached> {
  if (purpose === "tunnel") return { socket: await tunnelThrough(proxy, target, signal), proxy: null };
  const socket = proxy.protocol === "https:" ? connectTls({ ...addressOf(proxy), servername: proxy.hostname }) : connect(addressOf(proxy));
  socket.on("error", () => undefined);
  return { socket, proxy };
}
