import { AttemptFailure } from "@slipway/core";
import { z } from "zod";
import { type Database, prismaOf } from "../connection/connection.ts";
import { newId } from "../connection/new-id.ts";

/** What is known when a snapshot has to be built: the parts of the newest other one, and why an earlier one of the same key does not do. */
export type SnapshotMiss = { previousParts: Record<string, string> | null; earlier: "failed" | "interrupted" | "image_gone" | null };

export type SnapshotRequest = {
  /** Null: of the repository whose own file makes the environment. */
  environmentId: string | null;
  repositoryId: string;
  kind: "setup" | "image";
  engineId: string;
  contentKey: string;
  /** Another key whose snapshot does as well where one is ready; under it nothing is built. Null: none. */
  alsoFits: string | null;
  parts: Record<string, string>;
  commit: string;
  /** The attempt that will use it; a ready snapshot is kept while this one lives. */
  attempt: { attemptId: string; epoch: number };
  /** When that attempt was asked for: a build that failed later than this has failed for it too. */
  askedAt: string;
  workerId: string;
  leaseSeconds: number;
  /** An image that was found to be gone from the engine. */
  goneImageId: string | null;
  /** Asked only for a build; its answer is stored as the reason. */
  explain(miss: SnapshotMiss): string;
};

export type SnapshotClaim =
  | { kind: "ready"; snapshotId: string; imageId: string; reason: string; builtAt: string; commit: string | null }
  | { kind: "build"; snapshotId: string; epoch: number; reason: string }
  | { kind: "wait"; snapshotId: string }
  | { kind: "failed"; snapshotId: string; failure: AttemptFailure };

type Row = {
  id: string;
  state: "building" | "ready" | "failed";
  imageId: string | null;
  reason: string;
  failure: unknown;
  finishedAt: Date | null;
  leaseOver: boolean;
  failedBefore: boolean;
};

const Parts = z.record(z.string(), z.string());

/**
 * Answers what an attempt is to do about its snapshot: use it, build it, or wait and ask again. Of any number that ask at once
 * exactly one builds; when its lease runs out, the next one to ask takes over.
 */
export async function claimSnapshot(db: Database, request: SnapshotRequest): Promise<SnapshotClaim> {
  const { alsoFits } = request;
  const ready = (alsoFits === null ? null : await takeReady(db, { ...request, contentKey: alsoFits })) ?? (await takeReady(db, request));
  if (ready !== null) return ready;
  const row = await findRow(db, request);
  const isFree = row === undefined || isTakeable(row, request);
  const claimed = isFree ? await takeBuild(db, request, row) : null;
  if (claimed !== null) return claimed;
  if (row?.state === "failed" && !row.failedBefore)
    return { kind: "failed", snapshotId: row.id, failure: AttemptFailure.parse(row.failure) };
  return { kind: "wait", snapshotId: row?.id ?? "" };
}

/** The hot path: one statement, which marks the use so that retention spares it. */
async function takeReady(db: Database, request: SnapshotRequest): Promise<SnapshotClaim | null> {
  const { contentKey, goneImageId, attempt } = request;
  const [row] = await prismaOf(db).$queryRaw<{ id: string; imageId: string; reason: string; commit: string | null; builtAt: Date }[]>`
    WITH used AS (
      UPDATE "Snapshot" SET "lastUsedAt" = now()
      WHERE "contentKey" = ${contentKey} AND state = 'ready' AND "imageId" IS DISTINCT FROM ${goneImageId}
      RETURNING id, "imageId", reason, commit, coalesce("finishedAt", "createdAt") AS "builtAt"
    ), linked AS (
      UPDATE "Attempt" SET "snapshotId" = used.id FROM used
      WHERE "Attempt".id = ${attempt.attemptId}::uuid AND "Attempt".epoch = ${attempt.epoch}::int
    ) SELECT * FROM used`;
  if (row === undefined) return null;
  const { id, builtAt, ...ready } = row;
  return { kind: "ready", snapshotId: id, ...ready, builtAt: builtAt.toISOString() };
}

async function findRow(db: Database, { contentKey, askedAt }: SnapshotRequest): Promise<Row | undefined> {
  const [row] = await prismaOf(db).$queryRaw<Row[]>`
    SELECT id, state::text AS state, "imageId", reason, failure, "finishedAt", coalesce("leaseUntil" < now(), true) AS "leaseOver",
      coalesce("finishedAt" < ${askedAt}::timestamptz, true) AS "failedBefore"
    FROM "Snapshot" WHERE "contentKey" = ${contentKey}`;
  return row;
}

function isTakeable(row: Row, { goneImageId }: SnapshotRequest): boolean {
  switch (row.state) {
    case "building":
      return row.leaseOver;
    case "failed":
      return row.failedBefore;
    case "ready":
      return row.imageId === goneImageId;
  }
}

/** Null where another one was faster; the conditions stand in the statement again. */
async function takeBuild(db: Database, request: SnapshotRequest, row: Row | undefined): Promise<SnapshotClaim | null> {
  const { environmentId, kind, engineId, contentKey, commit, workerId, leaseSeconds, askedAt, goneImageId } = request;
  const reason = request.explain(await describeMiss(db, request, row));
  const parts = JSON.stringify(request.parts);
  const [claimed] = await prismaOf(db).$queryRaw<{ id: string; epoch: number }[]>`
    INSERT INTO "Snapshot" AS held (id, "environmentId", "repositoryId", kind, "engineId", "contentKey", parts, reason, commit, epoch, "workerId", "leaseUntil")
    VALUES (${newId()}::uuid, ${environmentId}::uuid, ${environmentId === null ? request.repositoryId : null}::uuid, ${kind}, ${engineId}, ${contentKey}, ${parts}::jsonb, ${reason}, ${commit}, 1, ${workerId},
      now() + make_interval(secs => ${leaseSeconds}::float8))
    ON CONFLICT ("contentKey") DO UPDATE SET state = 'building', epoch = held.epoch + 1, reason = excluded.reason, commit = excluded.commit,
      "workerId" = excluded."workerId", "leaseUntil" = excluded."leaseUntil", "createdAt" = now(), "finishedAt" = NULL,
      "imageId" = NULL, "sizeBytes" = NULL, failure = NULL, log = ''
    WHERE (held.state = 'building' AND held."leaseUntil" < now())
      OR (held.state = 'failed' AND held."finishedAt" < ${askedAt}::timestamptz)
      OR (held.state = 'ready' AND held."imageId" = ${goneImageId})
    RETURNING id, epoch`;
  return claimed === undefined ? null : { kind: "build", snapshotId: claimed.id, epoch: claimed.epoch, reason };
}

async function describeMiss(
  db: Database,
  { environmentId, repositoryId, kind, engineId, contentKey }: SnapshotRequest,
  row: Row | undefined,
): Promise<SnapshotMiss> {
  if (row !== undefined) {
    const earlier = { building: "interrupted", failed: "failed", ready: "image_gone" } as const;
    return { previousParts: null, earlier: earlier[row.state] };
  }
  const [previous] = await prismaOf(db).$queryRaw<{ parts: unknown }[]>`
    SELECT parts FROM "Snapshot" 
    WHERE coalesce("environmentId", "repositoryId") = ${environmentId ?? repositoryId}::uuid AND kind = ${kind}
      AND "engineId" = ${engineId} AND "contentKey" <> ${contentKey}
    ORDER BY "createdAt" DESC, id DESC LIMIT 1`;
  return { previousParts: previous === undefined ? null : Parts.parse(previous.parts), earlier: null };
}
