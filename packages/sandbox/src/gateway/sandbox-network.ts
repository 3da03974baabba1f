import type { NetworkMode, NetworkPolicy } from "@slipway/core";
import type { DockerEngine } from "../engine/connect-docker.ts";
import { runCommand } from "../exec/run-command.ts";
import type { SandboxState } from "../sandbox-state.ts";
import { commonHosts } from "./common-hosts.ts";
import type { CompanyProxy } from "./company-proxy.ts";
import type { HostRule } from "./gateway-policy.ts";
import type { Authorities } from "./host-authorities.ts";
import type { GatewaySecret } from "./interception/gateway-secret.ts";
import { createInterception } from "./interception/interception.ts";
import { sandboxAuthorities } from "./interception/sandbox-authorities.ts";
import { type Gateway, type GatewayPlan, openGateway } from "./open-gateway.ts";
import { policyOfPhase } from "./policy-of-phase.ts";
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
  /** Added outside to requests over TLS. A secret opens nothing: its hosts are asked where the policy lets them be. */
  secrets?: readonly GatewaySecret[];
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
  /** Hosts that may resolve to private addresses where an environment or the registries of its image ask for them. */
  allowPrivateHosts?: readonly string[];
};

export type OpenNetwork = { commonHosts: readonly HostRule[]; totals(): GatewayTotals; close(): void };

/** A setup downloads much, and each download asks in return. */
const NO_TOTALS: GatewayTotals = { bytesUp: 0, bytesDown: 0, allowed: 0, denied: 0 };
/** Tools that send a header only where a variable is set send this, and the gateway replaces it. */
const PLACEHOLDER = "added-by-the-gateway";
const MAX_UPLOAD_BYTES = { setup: 32 * 2 ** 20, agent: 5 * 2 ** 20 };

/** What the container's processes must know to find the gateway, and something harmless in the place of each secret that it adds. */
export function networkVariables(network: SandboxNetwork | undefined): Record<string, string> {
  if (network === undefined) return {};
  const { settings, secrets = [] } = network;
  const hasAuthorities = modeOf(network) !== "off" && (settings.authorities !== null || secrets.length > 0);
  return { ...proxyEnvironment({ hasAuthorities }), ...Object.fromEntries(secrets.map(({ name }) => [name, PLACEHOLDER])) };
}

/**
 * Where the policy is `off` the gateway answers every request with a refusal; it opens beside what comes next, and a sandbox in which it
 * cannot run does without. Null where there is no policy at all. Throws UnavailableError when a gateway that lets something out cannot run.
 */
export async function openNetwork(
  engine: DockerEngine,
  state: SandboxState,
  { network, signal }: { network?: SandboxNetwork; signal?: AbortSignal },
): Promise<OpenNetwork | null> {
  if (network === undefined) return null;
  const { settings, onRequest, phase, secrets = [] } = network;
  const mode = modeOf(network);
  const plan = {
    onRequest,
    maxUploadBytes: network.maxUploadBytes ?? MAX_UPLOAD_BYTES[phase],
    forwarderImage: settings.forwarderImage,
    ...(settings.companyProxy && { companyProxy: settings.companyProxy }),
    ...(signal && { signal }),
  };
  if (mode === "off") return refuseAll(engine, state, plan);
  const interception = createInterception({ secrets, authorities: settings.authorities, now: new Date() });
  const authorities = sandboxAuthorities(settings.authorities, interception);
  const [common] = await Promise.all([
    mode === "common" ? (network.commonHosts ?? askImage(state)) : [],
    authorities === null ? null : putAuthorities(state, authorities),
  ]);
  const gateway = await openGateway(engine, state, {
    ...plan,
    policy: policyOfPhase({ policy: network.policy, mode, common, excepted: settings.allowPrivateHosts ?? [] }),
    interception,
  });
  return asOpenNetwork(gateway, common);
}

function refuseAll(engine: DockerEngine, state: SandboxState, plan: Omit<GatewayPlan, "policy">): OpenNetwork {
  const closing = new AbortController();
  const signal = plan.signal === undefined ? closing.signal : AbortSignal.any([closing.signal, plan.signal]);
  let gateway: Gateway | null = null;
  openGateway(engine, state, { ...plan, policy: { mode: "off", rules: [] }, signal }).then(
    (opened) => {
      gateway = opened;
    },
    () => undefined,
  );
  return { commonHosts: [], totals: () => gateway?.totals() ?? NO_TOTALS, close: () => closing.abort() };
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
