export type Target = { host: string; port: number };

const LABEL = /^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/;
/** Resolvers read a name as an address when its last label is a number, in decimal, octal or hexadecimal. */
const NUMBER = /^(\d+|0x[0-9a-f]*)$/;

/**
 * One strict grammar for host names: letters, digits, hyphens and dots. Null for addresses in every form, for what a resolver could
 * read otherwise (NUL, `%`, `_`, spaces, brackets), and for names that DNS cannot hold.
 */
export function parseHost(raw: string): string | null {
  const host = raw.toLowerCase().replace(/\.$/, "");
  if (host.length > 253) return null;
  const labels = host.split(".");
  if (!labels.every((label) => LABEL.test(label))) return null;
  return NUMBER.test(labels.at(-1) ?? "") ? null : host;
}

/** `host:port`, or `host` alone where there is a usual port. */
export function parseTarget(raw: string, usualPort?: number): Target | null {
  const match = /^([^:]+)(?::([1-9]\d{0,4}))?$/.exec(raw);
  const host = parseHost(match?.[1] ?? "");
  const port = match?.[2] === undefined ? usualPort : Number(match[2]);
  return host === null || port === undefined || port > 65_535 ? null : { host, port };
}
