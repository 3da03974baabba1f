import type { SnapshotUse } from "@slipway/core";
import { connectionOf, type Database } from "../connection/connection.ts";
import { storableJson } from "../connection/storable.ts";

/** Stores what an attempt found when it asked for its snapshot; the last one told stands. Nothing happens for an attempt of another epoch. */
export async function recordSnapshotUse(
  db: Database,
  { attemptId, epoch, use }: { attemptId: string; epoch: number; use: SnapshotUse },
): Promise<void> {
  const { prisma, redact } = connectionOf(db);
  await prisma.$executeRaw`
    UPDATE "Attempt" SET "snapshotUse" = ${storableJson(use, redact)}::jsonb WHERE id = ${attemptId}::uuid AND epoch = ${epoch}::int`;
}
