import type { Limits } from "@slipway/core";
import type { Container } from "dockerode";
import type { DockerEngine } from "./connect-docker.ts";
import { AGENT_USER, containerSpec, DISARMED, processLimit, SETUP_USER } from "./container-spec.ts";
import { translateDockerError } from "./docker-error.ts";
import { networkVariables, type OpenNetwork, openNetwork, type SandboxNetwork } from "./gateway/sandbox-network.ts";
import { removeContainer } from "./remove-container.ts";
import { type SandboxOwner, sandboxLabels } from "./sandbox-labels.ts";
import type { SandboxState } from "./sandbox-state.ts";
import { SECCOMP_PROFILE } from "./seccomp-profile.ts";
import { watchDisk } from "./watch-disk.ts";

export type SandboxPlan = {
  image: string;
  limits: Limits;
  variables: Record<string, string>;
  owner: SandboxOwner;
  /** Without it, or with a policy of `off` for its phase, nothing leaves. */
  network?: SandboxNetwork;
  signal?: AbortSignal;
};

/** A running container with its disk's watchdog and its gateway. `stop` removes it with its layer and may be called again. */
export type StartedSandbox = { state: SandboxState; network: OpenNetwork | null; stop(): Promise<void> };

/**
 * Creates and starts a container. Throws NotFoundError where the image is not there, UnavailableError where Docker is not, and the
 * signal's reason after an abort.
 */
export async function startSandbox(engine: DockerEngine, plan: SandboxPlan, role: "agent" | "setup"): Promise<StartedSandbox> {
  const variables = { ...networkVariables(plan.network), ...plan.variables };
  const container = await startContainer(engine, { ...plan, variables }, role);
  const own = role === "setup" ? { user: SETUP_USER, variables: { ...DISARMED, ...variables } } : { user: AGENT_USER, variables: {} };
  // What the engine was given, since a raised limit is set back to this.
  const limits = { ...plan.limits, processes: processLimit({ limits: plan.limits, ...(engine.runtime && { runtime: engine.runtime }) }) };
  const state: SandboxState = { container, limits, ...own, oomKills: 0, loss: null };
  const disk = watchDisk(engine, state, async (message) => {
    state.loss = { code: "disk_full", message };
    await stop();
  });
  let network: OpenNetwork | null = null;
  let stopping: Promise<void> | undefined;
  const stop = () => {
    disk[Symbol.dispose]();
    network?.close();
    state.loss ??= { code: "sandbox_lost", message: `Sandbox ${container.id.slice(0, 12)} was stopped.` };
    stopping ??= removeContainer(container).catch((error: unknown) => {
      stopping = undefined;
      throw error;
    });
    return stopping;
  };
  try {
    network = await openNetwork(engine, state, plan);
    // The disk's watchdog may have ended it meanwhile.
    if (stopping !== undefined) network?.close();
  } catch (error) {
    await stop().catch(() => undefined);
    plan.signal?.throwIfAborted();
    throw error;
  }
  return { state, network, stop };
}

async function startContainer(engine: DockerEngine, plan: SandboxPlan, role: "agent" | "setup"): Promise<Container> {
  const { image, limits, variables, owner, signal } = plan;
  signal?.throwIfAborted();
  let container: Container | undefined;
  try {
    // The engine refuses more CPUs than it has.
    const cpus = Math.min(limits.cpus, (await engine.facts()).cpus);
    const labels = sandboxLabels(owner);
    const spec = containerSpec({
      image,
      limits: { ...limits, cpus },
      labels,
      variables,
      network: "none",
      seccompProfile: SECCOMP_PROFILE,
      role,
      ...(engine.runtime !== undefined && { runtime: engine.runtime }),
    });
    container = await engine.docker.createContainer(spec);
    await container.start();
    signal?.throwIfAborted();
    return container;
  } catch (error) {
    if (container !== undefined) await removeContainer(container).catch(() => undefined);
    if (signal?.aborted) throw signal.reason;
    throw translateDockerError(error, `starting a sandbox from ${image}`);
  }
}
