import type { DockerEngine } from "./connect-docker.ts";
import { findImage } from "./find-image.ts";

/** Whether the engine holds the image. Throws UnavailableError while Docker does not answer. */
export async function ensureImage(engine: DockerEngine, image: { tag: string }): Promise<boolean> {
  return (await findImage(engine, image)) !== null;
}
