import { lookup } from "node:dns/promises";
import { networkInterfaces } from "node:os";
import ipaddr from "ipaddr.js";
import type { Target } from "./parse-target.ts";
import { type AddressRules, addressFault } from "./vet-address.ts";

/** Gives every address of a name. Throws as `node:dns` does. */
export type Resolve = (host: string) => Promise<readonly string[]>;

export type Resolution = { addresses: readonly string[] } | { denied: string } | { failed: string };

/** Asks once; one answer that may not be connected to spoils all, since who mixes them means harm. */
export async function resolveTarget(resolve: Resolve, { host, ...rules }: Pick<Target, "host"> & AddressRules): Promise<Resolution> {
  let addresses: readonly string[];
  try {
    addresses = await resolve(host);
  } catch {
    return { failed: "The name cannot be resolved." };
  }
  if (addresses.length === 0) return { failed: "The name cannot be resolved." };
  const fault = addresses.map((address) => addressFault(address, rules)).find((reason) => reason !== null);
  return fault === undefined ? { addresses } : { denied: fault };
}

/** The worker's own resolver, with its hosts file. */
export const resolveAsTheWorker: Resolve = async (host) => {
  const found = await lookup(host, { all: true });
  return found.map(({ address }) => address);
};

/** Every address of the worker's machine, as `ipaddr.js` writes them. */
export function ownAddresses(): ReadonlySet<string> {
  const found = Object.values(networkInterfaces()).flatMap((addresses = []) => addresses.map(({ address }) => address));
  return new Set(found.map((address) => ipaddr.process(address.replace(/%.*/, "")).toString()));
}
