import { removeContainer } from "./container/remove-container.ts";
import { INSTANCE_LABEL, readSandboxLabels } from "./container/sandbox-labels.ts";
import type { DockerEngine } from "./engine/connect-docker.ts";
import { translateDockerError } from "./engine/docker-error.ts";

type SandboxFacts = { sandboxId: string; attemptId: string; epoch: number };
type ReapPolicy = { instance: string; isLive: (sandbox: SandboxFacts) => Promise<boolean>; minAgeMs: number };

/** Removes this instance's containers that nobody needs any more, and returns their ids. Never goes by name. */
export async function reapSandboxes(engine: DockerEngine, { instance, isLive, minAgeMs }: ReapPolicy): Promise<string[]> {
  const filters = { label: [`${INSTANCE_LABEL}=${instance}`] };
  const found = await engine.docker.listContainers({ all: true, filters }).catch((error: unknown) => {
    throw translateDockerError(error, "listing sandboxes");
  });
  const removed: string[] = [];
  for (const { Id, Created, Labels } of found) {
    const owner = readSandboxLabels(Labels);
    if (owner?.instance !== instance || Date.now() - Created * 1_000 < minAgeMs) continue;
    if (await isLive({ sandboxId: Id, attemptId: owner.attemptId, epoch: owner.epoch })) continue;
    await removeContainer(engine.docker.getContainer(Id));
    removed.push(Id);
  }
  return removed;
}
