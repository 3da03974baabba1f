import { NotFoundError } from "@slipway/core";
import { type SnapshotRequest, secretHashes, type WorkEnvironment } from "@slipway/db";
import { listBlobs } from "@slipway/forge";
import { findImage } from "@slipway/sandbox";
import type { AttemptRun, PreparedRepository } from "../attempt/attempt-run.ts";
import { buildAttemptSnapshot } from "./build-attempt-snapshot.ts";
import type { EnvironmentRun } from "./environment-run.ts";
import { LOCKFILES } from "./lockfiles.ts";
import { obtainSnapshot } from "./obtain-snapshot.ts";
import { explainMiss, snapshotKey } from "./snapshot-key.ts";

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
  const { work, journal } = run;
  if (work.environment === null) return run;
  await journal.enterPhase("setup");
  const request = await requestFor(run, repository, work.environment);
  const image = await obtainSnapshot(run, {
    request,
    noun: "Snapshot",
    build: (claim) => buildAttemptSnapshot(run, repository, claim),
  });
  return { ...run, image, snapshotKey: request.contentKey };
}

type Request = Omit<SnapshotRequest, "goneImageId">;

async function requestFor(run: AttemptRun, repository: PreparedRepository, environment: WorkEnvironment): Promise<Request> {
  const { context, work, image, signal } = run;
  const [found, facts, lockfiles, secrets] = await Promise.all([
    findImage(context.docker, { tag: image }),
    context.docker.facts(),
    listBlobs(repository.mirror, { treeish: repository.baseCommit, names: LOCKFILES, maxDepth: LOCKFILE_DEPTH, signal }),
    environment.id === null ? [] : secretHashes(context.db, { environmentId: environment.id }),
  ]);
  if (found === null) throw new NotFoundError(`The image ${image} is not there. Pull or build it on this Docker Engine.`);
  const { contentKey, parts } = snapshotKey({
    ownerId: environment.id ?? work.repository.id,
    engineId: facts.id,
    content: {
      imageDigest: found.imageId,
      setupScript: environment.setupScript,
      maintenanceScript: environment.maintenanceScript,
      variables: environment.variables,
      secretHashes: secrets.map(({ name, hash }) => [name, hash]),
      network: environment.network,
      lockfiles: lockfiles.map(({ path, blobId }) => [path, blobId]),
    },
  });
  return {
    ...requestOwner(run, environment),
    kind: "setup",
    engineId: facts.id,
    contentKey,
    parts,
    commit: repository.baseCommit,
    explain: (miss) => explainMiss(miss, parts),
  };
}

/** What every request for an image says of the attempt that asks. */
export function requestOwner({ context, work }: EnvironmentRun, environment: WorkEnvironment) {
  return {
    environmentId: environment.id,
    repositoryId: work.repository.id,
    attempt: { attemptId: work.attemptId, epoch: work.epoch },
    askedAt: work.createdAt,
    workerId: context.settings.workerId,
    leaseSeconds: context.settings.leaseSeconds,
  };
}
