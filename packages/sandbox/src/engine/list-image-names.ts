import { SNAPSHOT_LABEL } from "../container/sandbox-labels.ts";
import type { DockerEngine } from "./connect-docker.ts";
import { translateDockerError } from "./docker-error.ts";

const MOST = 500;

/** Names with tags of images that environments may start from, at most 500. Throws UnavailableError. */
export async function listImageNames(engine: DockerEngine): Promise<string[]> {
  try {
    const images = await engine.docker.listImages();
    const names = images.flatMap(({ RepoTags, Labels }) => (Labels?.[SNAPSHOT_LABEL] === undefined ? (RepoTags ?? []) : []));
    return names
      .filter((name) => !name.includes("<none>"))
      .toSorted()
      .slice(0, MOST);
  } catch (error) {
    throw translateDockerError(error, "listing the engine's images");
  }
}
