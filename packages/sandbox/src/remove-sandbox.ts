import type { DockerEngine } from "./connect-docker.ts";
import { removeContainer } from "./remove-container.ts";

/** Removes a container that was kept and that nobody uses; one that is gone is no error. */
export async function removeSandbox({ docker }: DockerEngine, { sandboxId }: { sandboxId: string }): Promise<void> {
  await removeContainer(docker.getContainer(sandboxId));
}
