import type { Container } from "dockerode";
import { isGone, translateDockerError } from "../engine/docker-error.ts";

/** Kills every process and removes the container with its layer. One that is gone, or on its way out, is no error. */
export async function removeContainer(container: Container): Promise<void> {
  try {
    await container.remove({ force: true, v: true });
  } catch (error) {
    if (isGone(error) || (error instanceof Error && /already in progress/.test(error.message))) return;
    throw translateDockerError(error, `removing sandbox ${container.id.slice(0, 12)}`);
  }
}
