import type { Socket } from "node:net";
import { connect, createSecureContext, rootCertificates, type SecureContext, type TLSSocket } from "node:tls";
import type { Authorities } from "../host-authorities.ts";
import { watchEnd } from "../watch-end.ts";
import { rememberHosts } from "./remember-hosts.ts";

/** Speaks TLS to `host` over a connection that leads there. Rejects where the host does not prove to be it. */
export type TlsDialer = (request: { socket: Socket; host: string; signal: AbortSignal }) => Promise<TLSSocket>;

const HANDSHAKE_MS = 15_000;

/** Trusts the usual roots and what the worker's host trusts. A host's last session is resumed, which spares a round trip. */
export function createTlsDialer(authorities: Authorities | null): TlsDialer {
  const sessions = rememberHosts<Buffer>();
  return ({ socket, host, signal }) => {
    const { promise, resolve, reject } = Promise.withResolvers<TLSSocket>();
    const session = sessions.get(host);
    const secure = connect({
      socket,
      servername: host,
      secureContext: trustOf(authorities),
      rejectUnauthorized: true,
      ALPNProtocols: ["http/1.1"],
      ...(session && { session }),
    });
    const waiting = watchEnd(signal, HANDSHAKE_MS, (reason) => secure.destroy(reason));
    secure.on("error", (error) => reject(new Error(`TLS with the host failed: ${error.message}`, { cause: error })));
    secure.once("close", () => reject(new Error("The host ended the connection during TLS.")));
    secure.once("secureConnect", () => resolve(secure));
    secure.on("session", (next: Buffer) => sessions.set(host, next));
    return promise.finally(() => waiting[Symbol.dispose]());
  };
}

const known = new WeakMap<Authorities, SecureContext>();
let usualTrust: SecureContext | undefined;

/** Reading a bundle takes long, so it is read once for as long as this process lives. */
function trustOf(authorities: Authorities | null): SecureContext {
  if (authorities === null) {
    usualTrust ??= createSecureContext();
    return usualTrust;
  }
  const found =
    known.get(authorities) ??
    createSecureContext({ ca: [...rootCertificates, authorities.own, authorities.usual].filter((pem) => pem !== "") });
  known.set(authorities, found);
  return found;
}
