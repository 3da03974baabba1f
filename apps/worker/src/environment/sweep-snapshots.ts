import { expireSnapshots, knownSnapshotImages } from "@slipway/db";
import { removeSnapshotImages } from "@slipway/sandbox";
import type { Readiness } from "../host/readiness.ts";
import type { WorkerContext } from "../worker-context.ts";

/** A build stores its row after its image; until then nobody else may take the image for forgotten. */
const SETTLED_MS = 10 * 60_000;

/**
 * Forgets the snapshots of this worker's engine beyond their keeping, then removes the images that no row stands for. While the disk
 * is short, none is kept that no live attempt uses.
 */
export async function sweepSnapshots(
  { db, docker, instance, settings, log }: Pick<WorkerContext, "db" | "docker" | "instance" | "settings" | "log">,
  readiness: Pick<Readiness, "parts">,
  { minAgeMs = SETTLED_MS }: { minAgeMs?: number } = {},
): Promise<string[]> {
  const parts = readiness.parts();
  if (!parts.some(({ name, ok }) => name === "docker" && ok)) return [];
  const isShort = parts.some(({ name, ok }) => name === "Disk" && !ok);
  const { id: engineId } = await docker.facts();
  const expired = await expireSnapshots(db, { engineId, ...settings.snapshots, ...(isShort && { maxBytes: 0 }) });
  const known = await knownSnapshotImages(db, { engineId });
  const removed = await removeSnapshotImages(docker, { instance, isKnown: (imageId) => known.has(imageId), minAgeMs });
  if (expired.length + removed.length > 0) log.info({ expired, removed }, "snapshots were cleared away");
  return removed;
}
