import { setTimeout as delay } from "node:timers/promises";
import { NotFoundError } from "@slipway/core";
import { claimSnapshot, type SnapshotClaim, type SnapshotRequest, secretHashes, type WorkEnvironment } from "@slipway/db";
import { listBlobs } from "@slipway/forge";
import { ensureImage, findImage } from "@slipway/sandbox";
import { AttemptFailedError } from "../attempt/attempt-failed-error.ts";
import type { AttemptRun, PreparedRepository } from "../attempt/attempt-run.ts";
import { buildAttemptSnapshot } from "./build-attempt-snapshot.ts";
import { LOCKFILES } from "./lockfiles.ts";
import { explainMiss, snapshotKey } from "./snapshot-key.ts";

const ASK_AGAIN_MS = 400;
const LOCKFILE_DEPTH = 3;

/** Whether there is anything to set up; without it sandboxes start from the image itself. */
export function needsSetup({ work }: Pick<AttemptRun, "work">): boolean {
  return (work.environment?.setupScript ?? "").trim() !== "";
}

/**
 * Finds, builds or waits for the snapshot of this attempt's environment, and returns the attempt with the snapshot's image in place
 * of the environment's own.
 */
export async function prepareSnapshot(run: AttemptRun, repository: PreparedRepository): Promise<AttemptRun> {
  const { work, journal, signal } = run;
  if (work.environment === null) return run;
  await journal.enterPhase("setup");
  const request = await requestFor(run, repository, work.environment);
  const seen: Seen = { goneImageId: null, hasBuilt: false, hasWaited: false };
  for (;;) {
    signal.throwIfAborted();
    const claim = await claimSnapshot(run.context.db, { ...request, goneImageId: seen.goneImageId });
    const image = await follow(run, { repository, claim, seen });
    if (image !== null) return { ...run, image, snapshotKey: request.contentKey };
  }
}

type Seen = { goneImageId: string | null; hasBuilt: boolean; hasWaited: boolean };

/** The image to use, or null where the question has to be asked again. */
async function follow(
  run: AttemptRun,
  { repository, claim, seen }: { repository: PreparedRepository; claim: SnapshotClaim; seen: Seen },
): Promise<string | null> {
  const { context, journal, signal } = run;
  switch (claim.kind) {
    case "ready":
      if (!(await ensureImage(context.docker, { tag: claim.imageId }))) {
        seen.goneImageId = claim.imageId;
        return null;
      }
      if (!seen.hasBuilt) await journal.note("info", `Snapshot ${shortId(claim.imageId)} reused: ${describeHit(claim, seen)}`);
      return claim.imageId;
    case "build":
      seen.hasBuilt = true;
      await journal.note("info", `Snapshot ${claim.snapshotId.slice(-12)} built because ${claim.reason}.`);
      await buildAttemptSnapshot(run, repository, claim);
      return null;
    case "wait":
      if (!seen.hasWaited) await journal.note("info", "Waiting for the snapshot that another task builds.");
      seen.hasWaited = true;
      await delay(ASK_AGAIN_MS, undefined, { signal });
      return null;
    case "failed": {
      const { log, ...failure } = claim.failure;
      throw new AttemptFailedError({ ...failure, ...(log === null ? {} : { log }) }, { retryable: false, cause: claim.snapshotId });
    }
  }
}

function describeHit({ builtAt, reason }: Extract<SnapshotClaim, { kind: "ready" }>, { hasWaited }: Seen): string {
  if (hasWaited) return `another task built it because ${reason}.`;
  return `image, scripts, variables, secrets and lockfiles are the same as on ${builtAt.slice(0, 16).replace("T", " ")} UTC, when it was built.`;
}

function shortId(imageId: string): string {
  return imageId.replace(/^sha256:/, "").slice(0, 12);
}

type Request = Omit<SnapshotRequest, "goneImageId">;

async function requestFor(run: AttemptRun, repository: PreparedRepository, environment: WorkEnvironment): Promise<Request> {
  const { context, work, image, signal } = run;
  const [found, facts, lockfiles, secrets] = await Promise.all([
    findImage(context.docker, { tag: image }),
    context.docker.facts(),
    listBlobs(repository.mirror, { treeish: repository.baseCommit, names: LOCKFILES, maxDepth: LOCKFILE_DEPTH, signal }),
    secretHashes(context.db, { environmentId: environment.id }),
  ]);
  if (found === null) throw new NotFoundError(`The image ${image} is not there. Pull or build it on this Docker Engine.`);
  const { contentKey, parts } = snapshotKey({
    environmentId: environment.id,
    engineId: facts.id,
    content: {
      imageDigest: found.imageId,
      setupScript: environment.setupScript,
      maintenanceScript: environment.maintenanceScript,
      variables: environment.variables,
      secretHashes: secrets.map(({ name, hash }) => [name, hash]),
      lockfiles: lockfiles.map(({ path, blobId }) => [path, blobId]),
    },
  });
  return {
    environmentId: environment.id,
    engineId: facts.id,
    contentKey,
    parts,
    commit: repository.baseCommit,
    attempt: { attemptId: work.attemptId, epoch: work.epoch },
    askedAt: work.createdAt,
    workerId: context.settings.workerId,
    leaseSeconds: context.settings.leaseSeconds,
    explain: (miss) => explainMiss(miss, parts),
  };
}
