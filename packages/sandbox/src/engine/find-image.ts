import type { DockerEngine } from "./connect-docker.ts";
import { isGone, translateDockerError } from "./docker-error.ts";

/** The image's content id and its size with all layers; null where the engine does not hold it. */
export async function findImage(engine: DockerEngine, { tag }: { tag: string }): Promise<{ imageId: string; sizeBytes: number } | null> {
  try {
    const { Id, Size } = await engine.docker.getImage(tag).inspect();
    return { imageId: Id, sizeBytes: Size };
  } catch (error) {
    if (isGone(error)) return null;
    throw translateDockerError(error, `looking for the image ${tag}`);
  }
}
