import type { AttemptFailure } from "@slipway/core";
import { connectionOf, type Database } from "../connection/connection.ts";
import { storableJson, storableText } from "../connection/storable.ts";
import { Prisma } from "../generated/client.ts";
import { snapshotLost } from "./snapshot-lost.ts";

/** `abandoned` lets the next one that asks build at once. */
export type SnapshotResult =
  | { kind: "ready"; imageId: string; sizeBytes: number; log: string }
  | { kind: "failed"; failure: AttemptFailure; log: string }
  | { kind: "abandoned" };

/** Ends a build. Throws ConflictError when another one builds by now; nothing is written then. */
export async function finishSnapshot(
  db: Database,
  { snapshotId, epoch, result }: { snapshotId: string; epoch: number; result: SnapshotResult },
): Promise<void> {
  const { prisma, redact } = connectionOf(db);
  const finished = await prisma.$executeRaw`
    UPDATE "Snapshot" SET ${changes(result)}
    WHERE id = ${snapshotId}::uuid AND epoch = ${epoch}::int AND state = 'building'`;
  if (finished === 0) throw snapshotLost(snapshotId, epoch);

  function changes(ended: SnapshotResult): Prisma.Sql {
    switch (ended.kind) {
      case "ready":
        return Prisma.sql`state = 'ready', "leaseUntil" = NULL, "finishedAt" = clock_timestamp(), "lastUsedAt" = now(),
          "imageId" = ${ended.imageId}, "sizeBytes" = ${BigInt(ended.sizeBytes)}, log = ${storableText(ended.log, redact)}`;
      case "failed":
        return Prisma.sql`state = 'failed', "leaseUntil" = NULL, "finishedAt" = clock_timestamp(),
          failure = ${storableJson(ended.failure, redact)}::jsonb, log = ${storableText(ended.log, redact)}`;
      case "abandoned":
        return Prisma.sql`"leaseUntil" = now()`;
    }
  }
}
