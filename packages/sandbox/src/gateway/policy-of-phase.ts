import type { NetworkMode, NetworkPolicy } from "@slipway/core";
import { type GatewayPolicy, type HostRule, matchesHost } from "./gateway-policy.ts";

/**
 * The hosts of the policy join the image's own registries. An exception for private addresses needs both decisions: that the environment
 * asks for the host, by its list or by its image's registries, and that the operator excepted it.
 */
export function policyOfPhase(request: {
  policy: NetworkPolicy;
  mode: NetworkMode;
  common: readonly HostRule[];
  excepted: readonly string[];
}): GatewayPolicy {
  const { mode, common, excepted } = request;
  const { hosts, methods } = request.policy;
  const isExcepted = (pattern: string) => excepted.some((exception) => exception === pattern || matchesHost(exception, pattern));
  const rules = [...hosts.map((pattern) => ({ pattern, ports: [80] })), ...common];
  return { mode, rules: rules.map((rule) => ({ ...rule, mayBePrivate: isExcepted(rule.pattern) })), ...(methods && { methods }) };
}
