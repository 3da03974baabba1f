import { createSecretMask, type SecretMask } from "@slipway/core";
import { matchesHost } from "../gateway-policy.ts";
import type { Authorities } from "../host-authorities.ts";
import { type AttemptAuthority, createAuthority } from "./attempt-authority.ts";
import { type GatewaySecret, headersFor } from "./gateway-secret.ts";
import { createTlsDialer, type TlsDialer } from "./tls-dialer.ts";

/** What the gateway of one attempt needs to speak TLS in the middle, for the hosts of its secrets and no other. */
export type Interception = {
  covers(host: string): boolean;
  readonly authority: AttemptAuthority;
  /** Names and values in turns. */
  headersFor(host: string): readonly string[];
  /** Covers the secrets in what hosts answer. */
  readonly mask: SecretMask;
  readonly dialer: TlsDialer;
};

/** Null where there is nothing to add, so that no TLS is opened. */
export function createInterception({
  secrets,
  authorities,
  now,
}: {
  secrets: readonly GatewaySecret[];
  authorities: Authorities | null;
  now: Date;
}): Interception | null {
  if (secrets.length === 0) return null;
  const patterns = secrets.flatMap(({ hosts }) => hosts);
  return {
    covers: (host) => patterns.some((pattern) => matchesHost(pattern, host)),
    authority: createAuthority({ hosts: patterns, now }),
    headersFor: (host) => headersFor(secrets, host),
    mask: createSecretMask(secrets.map(({ name, value }) => ({ name, value }))),
    dialer: createTlsDialer(authorities),
  };
}
