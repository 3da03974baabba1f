import type { Container, ContainerInspectInfo } from "dockerode";
import { PLAN_LABEL, planContainer } from "./container/plan-container.ts";
import { removeContainer } from "./container/remove-container.ts";
import { readSandboxLabels } from "./container/sandbox-labels.ts";
import type { DockerEngine } from "./engine/connect-docker.ts";
import { isGone, translateDockerError } from "./engine/docker-error.ts";
import { findImage } from "./engine/find-image.ts";
import { equipSandbox, sandboxVariables } from "./equip-sandbox.ts";
import { runScript } from "./exec/run-script.ts";
import { endForwarder } from "./gateway/end-forwarder.ts";
import { asSandbox, type Sandbox } from "./open-sandbox.ts";
import type { SandboxState } from "./sandbox-state.ts";
import type { SandboxPlan } from "./start-sandbox.ts";

export type Adoption = SandboxPlan & {
  containerId: string;
  /** Whose agent's sandbox it may have been made for. */
  attemptIds: readonly string[];
};

/**
 * Takes over a container that an earlier `openSandbox` made for one of `attemptIds`, with the files that are in it and nothing that
 * still ran. Null where it is gone, was made for somebody else or is not what the plan would make now (it is left alone), or cannot be
 * used any more (it is removed). Throws UnavailableError while Docker does not answer, and the signal's reason after an abort.
 */
export async function adoptSandbox(engine: DockerEngine, adoption: Adoption): Promise<Sandbox | null> {
  const { signal } = adoption;
  signal?.throwIfAborted();
  const container = engine.docker.getContainer(adoption.containerId);
  const variables = sandboxVariables(adoption);
  const [facts, image, planned] = await Promise.all([
    inspect(container),
    findImage(engine, { tag: adoption.image }),
    planContainer(engine, { ...adoption, variables }, "agent"),
  ]);
  if (facts === null || !isOwn(facts, adoption)) return null;
  if (facts.Config.Labels[PLAN_LABEL] !== planned.Labels?.[PLAN_LABEL] || facts.Image !== image?.imageId) return null;
  signal?.throwIfAborted();
  try {
    if (!facts.State.Running) await container.start();
    const prepare = (state: SandboxState) => clear(state, { facts, hasForwarder: adoption.network !== undefined });
    return asSandbox(await equipSandbox(engine, adoption, { container, role: "agent", variables, prepare, onFailure: "leave" }));
  } catch {
    // What stops this worker leaves the container to the next one; a container that cannot be used any more gives way.
    signal?.throwIfAborted();
    await removeContainer(container);
    return null;
  }
}

async function inspect(container: Container): Promise<ContainerInspectInfo | null> {
  try {
    return await container.inspect();
  } catch (error) {
    if (isGone(error)) return null;
    throw translateDockerError(error, `looking at sandbox ${container.id.slice(0, 12)}`);
  }
}

/** A container's id comes from the database; its labels are the engine's word on whose it is. */
function isOwn(facts: ContainerInspectInfo, { owner, attemptIds }: Adoption): boolean {
  const labelled = readSandboxLabels(facts.Config.Labels);
  return labelled?.instance === owner.instance && labelled.role === owner.role && attemptIds.includes(labelled.attemptId);
}

type Left = { facts: ContainerInspectInfo; hasForwarder: boolean };

/**
 * What its last user left: a raised limit, processes, a gateway's inner half, and a count of kills that is nobody's now. An engine that was
 * started again leaves its containers stopped, their layers as they were.
 */
async function clear(state: SandboxState, { facts, hasForwarder }: Left): Promise<void> {
  const { processes } = state.limits;
  if (facts.HostConfig.PidsLimit !== processes) await state.container.update({ PidsLimit: processes });
  if (hasForwarder) await endForwarder(state);
  const { output } = await runScript(state, { body: `clear_processes; oom_kills; printf %d "$slw_found"` });
  state.oomKills = Number(output.toString()) || 0;
}
