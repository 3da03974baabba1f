import { INSTANCE_LABEL, SNAPSHOT_LABEL } from "../container/sandbox-labels.ts";
import type { DockerEngine } from "../engine/connect-docker.ts";
import { translateDockerError } from "../engine/docker-error.ts";

type Policy = { instance: string; isKnown: (imageId: string) => boolean; minAgeMs: number };

/**
 * Removes this instance's snapshot images that `isKnown` does not claim, and returns their ids. An image that a container still uses
 * stays for a later sweep. Goes by the labels alone, so no image of anybody else's is touched.
 */
export async function removeSnapshotImages(engine: DockerEngine, { instance, isKnown, minAgeMs }: Policy): Promise<string[]> {
  const filters = { label: [`${INSTANCE_LABEL}=${instance}`, SNAPSHOT_LABEL] };
  const found = await engine.docker.listImages({ filters }).catch((error: unknown) => {
    throw translateDockerError(error, "listing snapshots");
  });
  const removed: string[] = [];
  for (const { Id, Created } of found) {
    if (isKnown(Id) || Date.now() - Created * 1_000 < minAgeMs) continue;
    const gone = await engine.docker
      .getImage(Id)
      .remove()
      .then(
        () => true,
        () => false,
      );
    if (gone) removed.push(Id);
  }
  return removed;
}
