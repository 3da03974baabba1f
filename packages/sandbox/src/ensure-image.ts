import type { DockerEngine } from "./connect-docker.ts";
import { isGone, translateDockerError } from "./docker-error.ts";

/** Whether the engine holds the image. Throws UnavailableError while Docker does not answer. */
export async function ensureImage(engine: DockerEngine, { tag }: { tag: string }): Promise<boolean> {
  try {
    await engine.docker.getImage(tag).inspect();
    return true;
  } catch (error) {
    if (isGone(error)) return false;
    throw translateDockerError(error, `looking for the image ${tag}`);
  }
}
