/** Whether a list's pattern takes in a host, or every host of another pattern. `*.suffix` stands for what is below the suffix alone. */
export function coversHost(pattern: string, host: string): boolean {
  return pattern === host || (pattern.startsWith("*.") && host.endsWith(pattern.slice(1)) && host.length > pattern.length - 1);
}
