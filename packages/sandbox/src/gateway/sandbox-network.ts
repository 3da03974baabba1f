import type { NetworkMode, NetworkPolicy } from "@slipway/core";
import type { DockerEngine } from "../connect-docker.ts";
import { runCommand } from "../run-command.ts";
import type { SandboxState } from "../sandbox-state.ts";
import { commonHosts } from "./common-hosts.ts";
import type { CompanyProxy } from "./company-proxy.ts";
import { type GatewayPolicy, type HostRule, matchesHost } from "./gateway-policy.ts";
import type { Authorities } from "./host-authorities.ts";
import { type Gateway, openGateway } from "./open-gateway.ts";
import { proxyEnvironment } from "./proxy-environment.ts";
import { putAuthorities } from "./put-authorities.ts";
import type { GatewayEvent, GatewayTotals } from "./spending.ts";

export type SandboxNetwork = {
  policy: NetworkPolicy;
  phase: "setup" | "agent";
  /** One event per request; `command` is null and the caller's to fill in. Must not throw. */
  onRequest: (event: GatewayEvent) => void;
  settings: NetworkSettings;
  maxUploadBytes?: number;
  /**
   * What `common` stands for, as an earlier opening found it in the image before anything of the repository's ran. Asked of this
   * container when absent.
   */
  commonHosts?: readonly HostRule[];
};

/** What the worker's own host decides, for all sandboxes. */
export type NetworkSettings = {
  /** An image of the engine's that holds the gateway's inner half: the bundled sandbox image. */
  forwarderImage: string;
  authorities: Authorities | null;
  companyProxy?: CompanyProxy;
  /** Hosts that may resolve to private addresses where an environment lists them. */
  allowPrivateHosts?: readonly string[];
};

export type OpenNetwork = { commonHosts: readonly HostRule[]; totals(): GatewayTotals; close(): void };

/** A setup downloads much, and each download asks in return. */
const MAX_UPLOAD_BYTES = { setup: 32 * 2 ** 20, agent: 5 * 2 ** 20 };

/** What the container's processes must know; nothing where the network is off. */
export function networkVariables(network: SandboxNetwork | undefined): Record<string, string> {
  if (network === undefined || modeOf(network) === "off") return {};
  return proxyEnvironment({ hasAuthorities: network.settings.authorities !== null });
}

/** Null where the policy is `off`: there is then no gateway at all. Throws UnavailableError when it cannot run. */
export async function openNetwork(
  engine: DockerEngine,
  state: SandboxState,
  { network, signal }: { network?: SandboxNetwork; signal?: AbortSignal },
): Promise<OpenNetwork | null> {
  if (network === undefined) return null;
  const mode = modeOf(network);
  if (mode === "off") return null;
  const { settings, onRequest, phase } = network;
  const [common] = await Promise.all([
    mode === "common" ? (network.commonHosts ?? askImage(state)) : [],
    settings.authorities === null ? null : putAuthorities(state, settings.authorities),
  ]);
  const gateway = await openGateway(engine, state, {
    policy: gatewayPolicy({ network, mode, common }),
    onRequest,
    maxUploadBytes: network.maxUploadBytes ?? MAX_UPLOAD_BYTES[phase],
    forwarderImage: settings.forwarderImage,
    ...(settings.companyProxy && { companyProxy: settings.companyProxy }),
    ...(signal && { signal }),
  });
  return asOpenNetwork(gateway, common);
}

function asOpenNetwork(gateway: Gateway, common: readonly HostRule[]): OpenNetwork {
  return { commonHosts: common, totals: gateway.totals, close: () => void gateway[Symbol.asyncDispose]() };
}

function modeOf({ policy, phase }: SandboxNetwork): NetworkMode {
  return policy[phase];
}

function askImage(state: SandboxState): Promise<HostRule[]> {
  return commonHosts({ runCommand: (command) => runCommand(state, command) });
}

/** The hosts of the policy join the image's own registries. An exception for private addresses needs both decisions: listed and excepted. */
function gatewayPolicy(request: {
  network: SandboxNetwork;
  mode: Exclude<NetworkMode, "off">;
  common: readonly HostRule[];
}): GatewayPolicy {
  const { network, mode, common } = request;
  const { hosts, methods } = network.policy;
  const excepted = network.settings.allowPrivateHosts ?? [];
  const listed = hosts.map((pattern) => ({
    pattern,
    ports: [80],
    mayBePrivate: excepted.some((exception) => exception === pattern || matchesHost(exception, pattern)),
  }));
  return { mode, rules: [...listed, ...common], ...(methods && { methods }) };
}
