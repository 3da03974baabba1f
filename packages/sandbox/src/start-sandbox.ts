import type { Limits } from "@slipway/core";
import type { Container } from "dockerode";
import { planContainer } from "./container/plan-container.ts";
import { removeContainer } from "./container/remove-container.ts";
import type { SandboxOwner } from "./container/sandbox-labels.ts";
import type { DockerEngine } from "./engine/connect-docker.ts";
import { translateDockerError } from "./engine/docker-error.ts";
import { equipSandbox, type StartedSandbox, sandboxVariables } from "./equip-sandbox.ts";
import type { SandboxNetwork } from "./gateway/sandbox-network.ts";

export type SandboxPlan = {
  image: string;
  limits: Limits;
  variables: Record<string, string>;
  owner: SandboxOwner;
  /** Without it nothing leaves and nothing is told; with a policy of `off` for its phase nothing leaves either. */
  network?: SandboxNetwork;
  signal?: AbortSignal;
};

/**
 * Creates and starts a container. Throws NotFoundError where the image is not there, UnavailableError where Docker is not, and the
 * signal's reason after an abort.
 */
export async function startSandbox(engine: DockerEngine, plan: SandboxPlan, role: "agent" | "setup"): Promise<StartedSandbox> {
  const variables = sandboxVariables(plan);
  const container = await startContainer(engine, { ...plan, variables }, role);
  return await equipSandbox(engine, plan, { container, role, variables });
}

async function startContainer(engine: DockerEngine, plan: SandboxPlan, role: "agent" | "setup"): Promise<Container> {
  const { signal } = plan;
  signal?.throwIfAborted();
  let container: Container | undefined;
  try {
    container = await engine.docker.createContainer(await planContainer(engine, plan, role));
    await container.start();
    signal?.throwIfAborted();
    return container;
  } catch (error) {
    if (container !== undefined) await removeContainer(container).catch(() => undefined);
    if (signal?.aborted) throw signal.reason;
    throw translateDockerError(error, `starting a sandbox from ${plan.image}`);
  }
}
