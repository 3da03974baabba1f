import type { Container } from "dockerode";
import { AGENT_USER, DISARMED, processLimit, SETUP_USER } from "./container/container-spec.ts";
import { removeContainer } from "./container/remove-container.ts";
import { watchDisk } from "./disk/watch-disk.ts";
import type { DockerEngine } from "./engine/connect-docker.ts";
import { networkVariables, type OpenNetwork, openNetwork } from "./gateway/sandbox-network.ts";
import type { SandboxState } from "./sandbox-state.ts";
import type { SandboxPlan } from "./start-sandbox.ts";

/** A running container with its disk's watchdog and its gateway. */
export type StartedSandbox = {
  state: SandboxState;
  network: OpenNetwork | null;
  /** Removes it with its layer; may be called again. */
  stop(): Promise<void>;
  /** Closes what this side holds of it and leaves the container. */
  letGo(): void;
};

type Equipment = {
  container: Container;
  role: "agent" | "setup";
  variables: Record<string, string>;
  /** The work tree that stands in its image; nobody has used the container yet. */
  tree?: string | null;
  /** Runs before the gateway opens. */
  prepare?: (state: SandboxState) => Promise<void>;
  /** What becomes of the container when this fails; it is removed when absent. */
  onFailure?: "remove" | "leave";
};

/** What the processes of a sandbox are given: the environment's own variables win. */
export function sandboxVariables(plan: Pick<SandboxPlan, "network" | "variables">): Record<string, string> {
  return { ...networkVariables(plan.network), ...plan.variables };
}

/** Everything on this side that goes with a running container. Throws the signal's reason after an abort. */
export async function equipSandbox(
  engine: DockerEngine,
  plan: SandboxPlan,
  { container, role, variables, tree = null, prepare, onFailure = "remove" }: Equipment,
): Promise<StartedSandbox> {
  const own = role === "setup" ? { user: SETUP_USER, variables: { ...DISARMED, ...variables } } : { user: AGENT_USER, variables: {} };
  // What the engine was given, since a raised limit is set back to this.
  const limits = { ...plan.limits, processes: processLimit({ limits: plan.limits, ...(engine.runtime && { runtime: engine.runtime }) }) };
  const state: SandboxState = { container, limits, ...own, tree, oomKills: 0, loss: null };
  const disk = watchDisk(engine, state, async (message) => {
    state.loss = { code: "disk_full", message };
    await stop();
  });
  let network: OpenNetwork | null = null;
  let stopping: Promise<void> | undefined;
  const letGo = () => {
    disk[Symbol.dispose]();
    network?.close();
  };
  const stop = () => {
    letGo();
    state.loss ??= { code: "sandbox_lost", message: `Sandbox ${container.id.slice(0, 12)} was stopped.` };
    stopping ??= removeContainer(container).catch((error: unknown) => {
      stopping = undefined;
      throw error;
    });
    return stopping;
  };
  try {
    await prepare?.(state);
    network = await openNetwork(engine, state, plan);
    // The disk's watchdog may have ended it meanwhile.
    if (stopping !== undefined) network?.close();
  } catch (error) {
    letGo();
    if (onFailure === "remove") await stop().catch(() => undefined);
    plan.signal?.throwIfAborted();
    throw error;
  }
  return { state, network, stop, letGo };
}
