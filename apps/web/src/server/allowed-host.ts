const loopback: ReadonlySet<string> = new Set(["localhost", "127.0.0.1", "[::1]", "::1"]);

export function isLoopback(host: string): boolean {
  return loopback.has(host.toLowerCase());
}

/**
 * Whether a request's Host header may name us. Behind loopback only our own names may, or a web page could make its own
 * name resolve to 127.0.0.1 and read the dashboard (DNS rebinding). On other addresses any name may lead here.
 */
export function isAllowedHost(hostHeader: string, configuredHost: string): boolean {
  if (!isLoopback(configuredHost)) return true;
  const name = /^(\[[0-9a-f:]+\]|[^:/@\s]+)(?::\d{1,5})?$/i.exec(hostHeader)?.[1];
  return name !== undefined && isLoopback(name);
}
