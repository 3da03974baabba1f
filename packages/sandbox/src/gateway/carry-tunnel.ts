import type { Duplex } from "node:stream";
import { pipeline } from "node:stream/promises";
import { readClientHello } from "./client-hello.ts";
import type { GatewayContext } from "./gateway-context.ts";
import { UploadMeter } from "./meter-uploads.ts";
import { UPLOAD_SPENT } from "./reach-target.ts";
import { readFirst, unread } from "./read-first.ts";
import type { Outcome } from "./request-entry.ts";
import { watchEnd } from "./watch-end.ts";

export type Tunnel = { inside: Duplex & Timed; outside: Duplex & Timed; host: string };
type Timed = { setTimeout(timeoutMs: number, onTimeout?: () => void): unknown };

/** A client that goes without a farewell is how many of them end. */
const USUAL_ENDS = new Set<unknown>(["ERR_STREAM_PREMATURE_CLOSE", "ECONNRESET", "EPIPE"]);

/** Carries TLS to the host that was named, and nothing else. Both sockets are gone when it resolves. */
export async function carryTunnel(context: GatewayContext, { inside, outside, host }: Tunnel): Promise<Outcome> {
  const end = () => {
    inside.destroy();
    outside.destroy();
  };
  const over = watchEnd(context.signal, context.deadlines.totalMs, end);
  try {
    const hello = await readFirst(inside, (bytes) => readClientHello(bytes) !== "more", context.deadlines.helloMs);
    // Where any public host may be asked, a sealed name gains nothing; elsewhere it could name a host that is not listed.
    const denied = helloFault(hello, host, { maySeal: context.policy.mode === "public" });
    if (denied !== null) return { denied };
    inside.setTimeout(context.deadlines.idleMs, end);
    unread(inside, hello);
    return await carryBothWays(context, inside, outside);
  } finally {
    over[Symbol.dispose]();
    end();
  }
}

/** Why these first bytes may not go to the host that CONNECT named; null when they may. */
export function helloFault(bytes: Buffer, host: string, { maySeal }: { maySeal: boolean }): string | null {
  const hello = readClientHello(bytes);
  if (hello === null || hello === "more") return "Nothing but TLS may be spoken here.";
  if (hello.serverName === null) return "The TLS client named no host.";
  if (hello.serverName.toLowerCase() !== host) return `The TLS client asked for another host (${hello.serverName}).`;
  return hello.isEncrypted && !maySeal ? "The TLS client sealed the name of the host." : null;
}

async function carryBothWays({ spending }: GatewayContext, inside: Duplex, outside: Duplex): Promise<Outcome> {
  const meter = new UploadMeter(spending);
  try {
    await Promise.all([pipeline(inside, meter, outside), pipeline(outside, inside)]);
    return null;
  } catch (error) {
    if (meter.isSpent) return { denied: UPLOAD_SPENT };
    if (error instanceof Error && "code" in error && USUAL_ENDS.has(error.code)) return null;
    return { failed: error instanceof Error ? error.message : String(error) };
  }
}
