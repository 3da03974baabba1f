import type { Container, ContainerInspectInfo } from "dockerode";
import type { DockerEngine } from "./connect-docker.ts";
import { isGone, translateDockerError } from "./docker-error.ts";
import { equipSandbox, sandboxVariables } from "./equip-sandbox.ts";
import { findImage } from "./find-image.ts";
import { endForwarder } from "./gateway/end-forwarder.ts";
import { killEveryProcess } from "./kill-processes.ts";
import { asSandbox, type Sandbox } from "./open-sandbox.ts";
import { PLAN_LABEL, planContainer } from "./plan-container.ts";
import { removeContainer } from "./remove-container.ts";
import { runScript } from "./run-script.ts";
import { readSandboxLabels } from "./sandbox-labels.ts";
import type { SandboxState } from "./sandbox-state.ts";
import type { SandboxPlan } from "./start-sandbox.ts";

export type Adoption = SandboxPlan & {
  containerId: string;
  /** Whose agent's sandbox it may have been made for. */
  attemptIds: readonly string[];
};

/**
 * Takes over a container that an earlier `openSandbox` made for one of `attemptIds`, with the files that are in it and nothing that
 * still ran. Null where it is gone, was made for somebody else (it is left alone) or is not what the plan would make now (it is
 * removed). Throws UnavailableError while Docker does not answer, and the signal's reason after an abort.
 */
export async function adoptSandbox(engine: DockerEngine, adoption: Adoption): Promise<Sandbox | null> {
  const { signal } = adoption;
  signal?.throwIfAborted();
  const container = engine.docker.getContainer(adoption.containerId);
  const facts = await inspect(container);
  if (facts === null || !isOwn(facts, adoption)) return null;
  const variables = sandboxVariables(adoption);
  const planned = await planContainer(engine, { ...adoption, variables }, "agent");
  const image = await findImage(engine, { tag: adoption.image });
  const fits = facts.Config.Labels[PLAN_LABEL] === planned.Labels?.[PLAN_LABEL] && facts.Image === image?.imageId;
  signal?.throwIfAborted();
  if (!fits || !(await runs(container, facts))) {
    await removeContainer(container);
    return null;
  }
  try {
    return asSandbox(await equipSandbox(engine, adoption, { container, role: "agent", variables, prepare: clear, onFailure: "leave" }));
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

/** An engine that was started again leaves its containers stopped, their layers as they were. */
async function runs(container: Container, { State }: ContainerInspectInfo): Promise<boolean> {
  if (State.Running) return true;
  return await container.start().then(
    () => true,
    () => false,
  );
}

/** What its last user left: a raised limit, a gateway's inner half, processes, and a count of kills that is nobody's now. */
async function clear(state: SandboxState): Promise<void> {
  await state.container.update({ PidsLimit: state.limits.processes });
  await killEveryProcess(state);
  await endForwarder(state);
  const { output } = await runScript(state, { body: `oom_kills; printf %d "$slw_found"` });
  state.oomKills = Number(output.toString()) || 0;
}
