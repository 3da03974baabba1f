import { AttemptFailure, type Snapshot } from "@slipway/core";
import { type Database, prismaOf } from "../connection/connection.ts";
import { iso, isoOrNull } from "../connection/iso.ts";

type Row = Omit<Snapshot, "sizeBytes" | "failure" | "createdAt" | "finishedAt" | "lastUsedAt"> & {
  sizeBytes: bigint | null;
  failure: unknown;
  createdAt: Date;
  finishedAt: Date | null;
  lastUsedAt: Date | null;
};

const LOG_CHARACTERS = 20_000;

/** The environment's newest snapshots, at most fifty; those that were reset are left out. A build whose worker is gone reads as failed. */
export async function listSnapshots(db: Database, { environmentId }: { environmentId: string }): Promise<Snapshot[]> {
  const rows = await prismaOf(db).$queryRaw<Row[]>`
    SELECT id, "environmentId", kind, substr(split_part("imageId", ':', 2), 1, 12) AS "imageId", "sizeBytes", reason, commit, failure,
      CASE WHEN state = 'building' AND "leaseUntil" < now() THEN 'failed' ELSE state::text END AS state,
      right(log, ${LOG_CHARACTERS}::int) AS log, "createdAt", "finishedAt", "lastUsedAt"
    FROM "Snapshot" WHERE "environmentId" = ${environmentId}::uuid AND "retiredAt" IS NULL
    ORDER BY "createdAt" DESC, id DESC LIMIT 50`;
  return rows.map((row) => ({
    ...row,
    sizeBytes: row.sizeBytes === null ? null : Number(row.sizeBytes),
    failure: row.failure === null ? null : AttemptFailure.parse(row.failure),
    createdAt: iso(row.createdAt),
    finishedAt: isoOrNull(row.finishedAt),
    lastUsedAt: isoOrNull(row.lastUsedAt),
  }));
}
