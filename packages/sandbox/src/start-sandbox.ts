import { type Limits, NotFoundError } from "@slipway/core";
import type { Container } from "dockerode";
import { planContainer } from "./container/plan-container.ts";
import { removeContainer } from "./container/remove-container.ts";
import type { SandboxOwner } from "./container/sandbox-labels.ts";
import type { DockerEngine } from "./engine/connect-docker.ts";
import { translateDockerError } from "./engine/docker-error.ts";
import { inspectNamedImage, snapshotTree } from "./engine/inspect-named-image.ts";
import { equipSandbox, type StartedSandbox, sandboxVariables } from "./equip-sandbox.ts";
import type { SandboxNetwork } from "./gateway/sandbox-network.ts";

export type SandboxPlan = {
  /** A name that somebody gave, or the whole id (`sha256:…`) of an image that Slipway made for this very environment. */
  image: string;
  limits: Limits;
  variables: Record<string, string>;
  owner: SandboxOwner;
  /** Without it nothing leaves and nothing is told; with a policy of `off` for its phase nothing leaves either. */
  network?: SandboxNetwork;
  signal?: AbortSignal;
};

/** No name that an environment may give has this form. */
const OWN_IMAGE = /^sha256:[0-9a-f]{64}$/;

/**
 * Creates and starts a container. Throws NotFoundError where the image is not there or is not to be used, UnavailableError where Docker is not, and the
 * signal's reason after an abort.
 */
export async function startSandbox(engine: DockerEngine, plan: SandboxPlan, role: "agent" | "setup"): Promise<StartedSandbox> {
  const variables = sandboxVariables(plan);
  const { container, tree } = await startContainer(engine, { ...plan, variables }, role);
  return await equipSandbox(engine, plan, { container, role, variables, tree });
}

type Started = { container: Container; tree: string | null };

async function startContainer(engine: DockerEngine, plan: SandboxPlan, role: "agent" | "setup"): Promise<Started> {
  const { signal } = plan;
  signal?.throwIfAborted();
  let container: Container | undefined;
  try {
    const [planned, image] = await Promise.all([planContainer(engine, plan, role), imageOf(engine, plan)]);
    container = await engine.docker.createContainer({ ...planned, Image: image.id });
    await container.start();
    signal?.throwIfAborted();
    return { container, tree: image.tree };
  } catch (error) {
    if (container !== undefined) await removeContainer(container).catch(() => undefined);
    if (signal?.aborted) throw signal.reason;
    throw translateDockerError(error, `starting a sandbox from ${plan.image}`);
  }
}

/** By id, so that it is the image that was looked at. */
async function imageOf(engine: DockerEngine, { image }: SandboxPlan): Promise<{ id: string; tree: string | null }> {
  if (OWN_IMAGE.test(image)) return { id: image, tree: await snapshotTree(engine, image) };
  const found = await inspectNamedImage(engine, image);
  if (found === null) throw new NotFoundError(`The image ${image} is not on this Docker Engine. Run docker pull ${image} on its machine.`);
  if (found.fault !== null) throw new NotFoundError(found.fault);
  return { id: found.imageId, tree: null };
}
