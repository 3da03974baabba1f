import { once } from "node:events";
import type { Duplex } from "node:stream";
import { TLSSocket } from "node:tls";
import { helloFault } from "../carry-tunnel.ts";
import { readClientHello } from "../client-hello.ts";
import type { GatewayContext } from "../gateway-context.ts";
import { readFirst, unread } from "../read-first.ts";
import type { Outcome } from "../request-entry.ts";
import type { VirtualSocket } from "../virtual-socket.ts";
import type { Interception } from "./interception.ts";

const LEFT = "the client did not accept the gateway's certificate.";

/**
 * Is the host for a TLS client that asked for exactly this name; `serve` is given what it says inside. A fault ends the tunnel; where
 * there is none, each request in it has an entry of its own.
 */
export async function interceptTunnel(
  context: GatewayContext,
  {
    inside,
    host,
    interception,
    serve,
  }: { inside: VirtualSocket; host: string; interception: Interception; serve: (secure: Duplex) => void },
): Promise<Outcome> {
  const until = AbortSignal.any([context.signal, AbortSignal.timeout(context.deadlines.helloMs)]);
  const hello = await readFirst(inside, (bytes) => readClientHello(bytes) !== "more", context.deadlines.helloMs);
  // What is sealed is meant for the host and cannot be opened here; the outer name is the one that counts then.
  const denied = helloFault(hello, host, { maySeal: true });
  if (denied !== null) {
    inside.destroy();
    return { denied };
  }
  unread(inside, hello);
  const secure = new TLSSocket(inside, {
    isServer: true,
    secureContext: interception.authority.contextFor(host),
    ALPNProtocols: ["http/1.1"],
  });
  secure.on("error", () => undefined);
  const leaving = () => secure.destroy(new Error(LEFT));
  inside.once("end", leaving).once("close", leaving);
  try {
    await once(secure, "secure", { signal: until });
  } catch (error) {
    secure.destroy();
    inside.destroy();
    return { failed: `TLS in the sandbox failed: ${reasonOf(error)}` };
  } finally {
    inside.off("end", leaving).off("close", leaving);
  }
  serve(secure);
  return null;
}

/** Clients say what they miss by an alert of TLS, or leave without one. */
function reasonOf(error: unknown): string {
  const text = error instanceof Error ? error.message : String(error);
  if (!/unknown ca|bad certificate|certificate unknown|decrypt error/i.test(text) && text !== LEFT) return text;
  return `${LEFT} It must trust the certificates in the file that SSL_CERT_FILE names.`;
}
