import { matchesHost } from "../gateway-policy.ts";

/** A secret that the gateway itself adds to requests as `header: value`. `hosts` are names or `*.suffix`. */
export type GatewaySecret = { name: string; hosts: readonly string[]; header: string; value: string };

/** The headers that a host gets, in turns of name and value. Of two secrets for one header the one that names the host more closely is sent. */
export function headersFor(secrets: readonly GatewaySecret[], host: string): string[] {
  const chosen = new Map<string, GatewaySecret & { closeness: number }>();
  for (const secret of secrets) {
    const closeness = Math.max(0, ...secret.hosts.filter((pattern) => matchesHost(pattern, host)).map(closenessOf));
    const rival = chosen.get(fold(secret.header));
    if (closeness > (rival?.closeness ?? 0)) chosen.set(fold(secret.header), { ...secret, closeness });
  }
  return [...chosen.values()].flatMap(({ header, value }) => [header, value]);
}

/** Without those that the gateway sets itself, in whatever spelling a server might take for them. Names and values in turns. */
export function withoutHeaders(headers: readonly string[], names: readonly string[]): string[] {
  const left = new Set(names.map(fold));
  return headers.filter((_, index) => !left.has(fold(headers[index - (index % 2)] ?? "")));
}

function closenessOf(pattern: string): number {
  return pattern.startsWith("*.") ? pattern.length : 1_000;
}

/** Servers behind CGI and its heirs read `_` and `-` alike. */
function fold(header: string): string {
  return header.toLowerCase().replaceAll("_", "-");
}
