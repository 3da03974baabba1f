/** A pattern covers any number of names, and the sandbox says which are asked for. */
const MOST = 64;

/** What is known of the hosts that were asked for last; older ones are forgotten. */
export function rememberHosts<Known>(): { get(host: string): Known | undefined; set(host: string, known: Known): void } {
  const hosts = new Map<string, Known>();
  return {
    get: (host) => hosts.get(host),
    set(host, known) {
      hosts.delete(host);
      hosts.set(host, known);
      if (hosts.size > MOST) hosts.delete(hosts.keys().next().value ?? "");
    },
  };
}
