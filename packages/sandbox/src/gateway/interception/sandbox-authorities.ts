import { rootCertificates } from "node:tls";
import type { Authorities } from "../host-authorities.ts";
import type { Interception } from "./interception.ts";

/**
 * What a sandbox trusts: what its host trusts, and the attempt's own authority. A bundle replaces what programs bring along, so where
 * neither image nor host has one it holds the usual roots as well. Null where nothing is to be added.
 */
export function sandboxAuthorities(ofHost: Authorities | null, interception: Pick<Interception, "authority"> | null): Authorities | null {
  if (interception === null) return ofHost;
  const own = `${ofHost?.own ?? ""}${interception.authority.certificate}`;
  return { own, usual: ofHost?.usual || `${rootCertificates.join("\n")}\n` };
}
