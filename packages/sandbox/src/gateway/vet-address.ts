import ipaddr from "ipaddr.js";

const EXCEPT = "If it is meant, list the host in the environment, and have the operator name it in SLIPWAY_PRIVATE_HOSTS.";
/** Private ranges that an administrator may open for a listed host; loopback, link-local and the rest stay closed to everyone. */
const MAY_BE_OPENED = new Set(["private", "uniqueLocal", "carrierGradeNat", "reserved"]);
/** IPv6 ranges in which an IPv4 address hides; the range names of the library let the first one pass as unicast. */
const HIDING = ["::/96", "64:ff9b::/96", "64:ff9b:1::/48", "2002::/16", "2001::/32"].map((range) => ipaddr.IPv6.parseCIDR(range));

/** A cloud's own services at an address that counts as public: Azure's, https://learn.microsoft.com/azure/virtual-network/what-is-ip-address-168-63-129-16 */
const OF_THE_PLATFORM = new Set(["168.63.129.16"]);

/** `own` are the addresses of this machine, whose services are as near as those on loopback. */
export type AddressRules = { mayBePrivate: boolean; own: ReadonlySet<string> };

/** Why an address may not be connected to; null when it may. */
export function addressFault(address: string, { mayBePrivate, own }: AddressRules): string | null {
  if (!ipaddr.isValid(address)) return "It resolves to something that is not an address.";
  const written = ipaddr.process(address).toString();
  if (OF_THE_PLATFORM.has(written)) return "It resolves to an address of the cloud's own services.";
  if (own.has(written) && !mayBePrivate) return `It resolves to an address of this machine. ${EXCEPT}`;
  const hides = HIDING.some((range) => {
    const parsed = ipaddr.parse(address);
    return parsed.kind() === "ipv6" && parsed.match(range);
  });
  const range = ipaddr.process(address).range();
  if (!hides && (range === "unicast" || (mayBePrivate && MAY_BE_OPENED.has(range)))) return null;
  const remedy = !hides && MAY_BE_OPENED.has(range) ? ` ${EXCEPT}` : "";
  return `It resolves to an address that is not public (${hides ? "an embedded IPv4 address" : range}).${remedy}`;
}
