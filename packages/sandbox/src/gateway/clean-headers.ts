/** Headers of one connection, not of the message. Source: RFC 9110 7.6.1 and 11.7. */
const HOP_BY_HOP = new Set([...["connection", "keep-alive", "te", "trailer", "transfer-encoding", "upgrade", "http2-settings", "expect"]]);

/** Takes and gives name and value in turns. `Proxy-*`, `Host` and whatever `Connection` names are left out too. */
export function cleanHeaders(rawHeaders: readonly string[]): string[] {
  const pairs = toPairs(rawHeaders);
  const named = pairs
    .filter(([name]) => name.toLowerCase() === "connection")
    .flatMap(([, value]) => value.split(",").map((token) => token.trim().toLowerCase()));
  // A length that a client lets a hop strip would leave a body without one.
  const dropped = new Set([...HOP_BY_HOP, ...named.filter((name) => name !== "content-length"), "host"]);
  return pairs.filter(([name]) => !dropped.has(name.toLowerCase()) && !name.toLowerCase().startsWith("proxy-")).flat();
}

function toPairs(rawHeaders: readonly string[]): [string, string][] {
  return Array.from({ length: Math.floor(rawHeaders.length / 2) }, (_, index) => [
    rawHeaders[2 * index] ?? "",
    rawHeaders[2 * index + 1] ?? "",
  ]);
}
