import { removeContainer } from "./container/remove-container.ts";
import type { DockerEngine } from "./engine/connect-docker.ts";

/** Removes a container that was kept and that nobody uses; one that is gone is no error. */
export async function removeSandbox({ docker }: DockerEngine, { sandboxId }: { sandboxId: string }): Promise<void> {
  await removeContainer(docker.getContainer(sandboxId));
}
