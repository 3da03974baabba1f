import type { NetworkMode } from "@slipway/core";
import type { Target } from "./parse-target.ts";

/**
 * A host name or `*.suffix`, and the ports beside 443 on which it may be asked. `mayBePrivate`: an administrator listed it and excepted
 * it from the rule that addresses must be public.
 */
export type HostRule = { pattern: string; ports: readonly number[]; mayBePrivate?: boolean };

export type GatewayPolicy = {
  mode: NetworkMode;
  /** In `public` they add ports and exceptions alone. */
  rules: readonly HostRule[];
  /** The methods that plain HTTP may use; any when absent. What runs inside TLS is not visible. */
  methods?: readonly string[];
};

export type Verdict = { allowed: true; mayBePrivate: boolean } | { allowed: false; reason: string };

/** Whether a target may be asked at all, before anything is resolved. */
export function judgeTarget(policy: GatewayPolicy, { host, port }: Target): Verdict {
  if (policy.mode === "off") return { allowed: false, reason: "The network is off." };
  const listed = policy.rules.filter(({ pattern }) => matchesHost(pattern, host));
  if (listed.length === 0 && policy.mode !== "public") return { allowed: false, reason: "The host is not on the allowed list." };
  const ports = new Set([443, ...(policy.mode === "public" ? [80] : []), ...listed.flatMap((rule) => rule.ports)]);
  if (!ports.has(port)) return { allowed: false, reason: `Port ${port} is not allowed; ${[...ports].join(" and ")} are.` };
  return { allowed: true, mayBePrivate: listed.some((rule) => rule.mayBePrivate === true) };
}

export function judgeMethod(policy: GatewayPolicy, method: string): Verdict {
  if (policy.methods === undefined || policy.methods.includes(method)) return { allowed: true, mayBePrivate: false };
  return { allowed: false, reason: `The method ${method} is not allowed; ${policy.methods.join(", ") || "none"} may be used.` };
}

/** `*.suffix` stands for one label or more before the suffix, and never for the suffix itself. */
export function matchesHost(pattern: string, host: string): boolean {
  return pattern.startsWith("*.") ? host.endsWith(pattern.slice(1)) && host.length > pattern.length - 1 : host === pattern;
}
