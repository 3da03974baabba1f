import { type Environment, HostPattern, type NetworkPolicy, type NetworkRequest } from "@slipway/core";
import { coversHost } from "./covers-host.ts";

/** Every denied request of one host in one phase, together. */
export type DeniedHost = {
  host: string;
  phase: NetworkRequest["phase"];
  ports: number[];
  count: number;
  reason: string;
  commands: string[];
};

type DeniedPlace = Pick<DeniedHost, "host" | "phase">;

/** The hosts that were refused, those asked most often first. */
export function deniedHosts(requests: readonly NetworkRequest[]): DeniedHost[] {
  const hosts = new Map<string, DeniedHost>();
  for (const { outcome, host, phase, port, reason, command, count } of requests) {
    if (outcome !== "denied") continue;
    const known = hosts.get(`${phase} ${host}`) ?? { host, phase, ports: [], count: 0, reason: reason ?? "", commands: [] };
    known.count += count;
    if (!known.ports.includes(port)) known.ports.push(port);
    if (command !== null && !known.commands.includes(command)) known.commands.push(command);
    hosts.set(`${phase} ${host}`, known);
  }
  return [...hosts.values()].toSorted((a, b) => b.count - a.count || a.host.localeCompare(b.host));
}

/** The policy with the host allowed in that phase; null where listing it changes nothing: it is an address, or listed, or all are open. */
export function policyAllowing(network: Environment["network"], { host, phase }: DeniedPlace): NetworkPolicy | null {
  const mode = network[phase];
  if (mode === "public" || !HostPattern.safeParse(host).success) return null;
  if (mode !== "off" && network.hosts.some((pattern) => coversHost(pattern, host))) return null;
  const hosts = network.hosts.includes(host) ? network.hosts : [...network.hosts, host];
  return { ...network, hosts, [phase]: mode === "off" ? "list" : mode };
}

/** The policy with each of the hosts allowed where listing it changes something; null where none would change anything. */
export function policyAllowingAll(network: Environment["network"], denied: readonly DeniedPlace[]): NetworkPolicy | null {
  return denied.reduce<NetworkPolicy | null>((allowing, each) => policyAllowing(allowing ?? network, each) ?? allowing, null);
}
