import { type Database, prismaOf } from "../connection/connection.ts";
import { liveStates } from "../connection/state-sql.ts";
import { Prisma } from "../generated/client.ts";

export type SnapshotRetention = { engineId: string; maxAgeDays: number; keepPerEnvironment: number; maxBytes: number };

/**
 * Forgets the snapshots of one engine that were reset, whose environment is gone, that were not used for `maxAgeDays`, or that are beyond
 * the newest `keepPerEnvironment` or, over all environments, beyond `maxBytes`. Never one of a live attempt or of the last minute. Returns
 * the ids of the images that may be removed.
 */
export async function expireSnapshots(db: Database, retention: SnapshotRetention): Promise<string[]> {
  const { engineId, maxAgeDays, keepPerEnvironment, maxBytes } = retention;
  const rows = await prismaOf(db).$queryRaw<{ imageId: string | null }[]>`
    WITH ranked AS (
      SELECT snapshot.id, environment."deletedAt",
        row_number() OVER (PARTITION BY "environmentId", snapshot."repositoryId", kind, state, "retiredAt" IS NULL
          ORDER BY ${used("snapshot")} DESC, snapshot.id DESC) AS place,
        sum(coalesce("sizeBytes", 0)) OVER (ORDER BY ${used("snapshot")} DESC, snapshot.id DESC) AS bytes
      FROM "Snapshot" snapshot LEFT JOIN "Environment" environment ON environment.id = "environmentId"
      WHERE "engineId" = ${engineId}
    )
    DELETE FROM "Snapshot" snapshot USING ranked
    WHERE ranked.id = snapshot.id AND (snapshot.state <> 'building' OR snapshot."leaseUntil" < now())
      AND (snapshot."retiredAt" IS NOT NULL OR ranked."deletedAt" IS NOT NULL
        OR ${used("snapshot")} < now() - make_interval(days => ${maxAgeDays}::int)
        OR ranked.place > ${keepPerEnvironment}::int OR ranked.bytes > ${BigInt(maxBytes)})
      AND ${used("snapshot")} < now() - interval '1 minute'
      AND NOT EXISTS (SELECT FROM "Attempt" WHERE "snapshotId" = snapshot.id AND state IN ${liveStates})
    RETURNING snapshot."imageId"`;
  return rows.flatMap(({ imageId }) => (imageId === null ? [] : [imageId]));
}

function used(alias: string): Prisma.Sql {
  return Prisma.raw(`coalesce(${alias}."lastUsedAt", ${alias}."finishedAt", ${alias}."createdAt")`);
}
