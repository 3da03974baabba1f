/** Whether only programs of this machine can reach what listens there. */
export function isLoopback(host: string): boolean {
  return ["localhost", "::1", "[::1]"].includes(host.toLowerCase()) || /^127(\.\d{1,3}){3}$/.test(host);
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
