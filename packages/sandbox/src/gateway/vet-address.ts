import ipaddr from "ipaddr.js";

/** Private ranges that an administrator may open for a listed host; loopback, link-local and the rest stay closed to everyone. */
const MAY_BE_OPENED = new Set(["private", "uniqueLocal", "carrierGradeNat", "reserved"]);
/** IPv6 ranges in which an IPv4 address hides; the range names of the library let the first one pass as unicast. */
const HIDING = ["::/96", "64:ff9b::/96", "64:ff9b:1::/48", "2002::/16", "2001::/32"].map((range) => ipaddr.IPv6.parseCIDR(range));

/** Why an address may not be connected to; null when it may. */
export function addressFault(address: string, { mayBePrivate }: { mayBePrivate: boolean }): string | null {
  if (!ipaddr.isValid(address)) return "It resolves to something that is not an address.";
  const hides = HIDING.some((range) => {
    const parsed = ipaddr.parse(address);
    return parsed.kind() === "ipv6" && parsed.match(range);
  });
  const range = ipaddr.process(address).range();
  if (!hides && (range === "unicast" || (mayBePrivate && MAY_BE_OPENED.has(range)))) return null;
  return `It resolves to an address that is not public (${hides ? "an embedded IPv4 address" : range}).`;
}
