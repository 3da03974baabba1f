import { NotFoundError } from "@slipway/core";
import { type SnapshotRequest, secretHashes, type WorkEnvironment } from "@slipway/db";
import { listBlobs } from "@slipway/forge";
import { findImage } from "@slipway/sandbox";
import type { AttemptRun, PreparedRepository } from "../attempt/attempt-run.ts";
import { buildAttemptSnapshot } from "./build-attempt-snapshot.ts";
import { LOCKFILES } from "./lockfiles.ts";
import { obtainSnapshot } from "./obtain-snapshot.ts";
import { prepareImage } from "./prepare-image.ts";
import { requestOwner } from "./request-owner.ts";
import { explainMiss, type SnapshotContent, snapshotKey } from "./snapshot-key.ts";

const LOCKFILE_DEPTH = 3;

/** Whether there is anything to make; without it sandboxes start from the image itself. */
export function needsSetup({ work }: Pick<AttemptRun, "work">): boolean {
  return hasScript(work.environment) || (work.environment?.dockerfile ?? null) !== null;
}

function hasScript(environment: WorkEnvironment | null): boolean {
  return (environment?.setupScript ?? "").trim() !== "";
}

/**
 * Finds, builds or waits for the image and the snapshot of this attempt's environment, and returns the attempt with what sandboxes start
 * from.
 */
export async function prepareSnapshot(claimed: AttemptRun, repository: PreparedRepository): Promise<AttemptRun> {
  await claimed.journal.enterPhase("setup");
  const run = await prepareImage(claimed, repository);
  const { environment } = run.work;
  if (environment === null || !hasScript(environment)) return run;
  const request = await requestFor(run, repository, environment);
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
  const given = new Set(run.secrets.opened.map(({ name }) => name));
  const [found, facts, lockfiles, secrets] = await Promise.all([
    findImage(context.docker, { tag: image }),
    context.docker.facts(),
    listBlobs(repository.mirror, { treeish: repository.baseCommit, names: LOCKFILES, maxDepth: LOCKFILE_DEPTH, signal }),
    environment.id === null ? [] : secretHashes(context.db, { environmentId: environment.id }),
  ]);
  if (found === null)
    throw new NotFoundError(`The image ${image} is not on this Docker Engine. Run docker pull ${image} on its machine, or build it there.`);
  const owner = { ownerId: environment.id ?? work.repository.id, engineId: facts.id };
  const content: SnapshotContent = {
    imageDigest: found.imageId,
    setupScript: environment.setupScript,
    maintenanceScript: environment.maintenanceScript,
    variables: environment.variables,
    secretHashes: secrets.filter(({ name }) => given.has(name)).map(({ name, hash }) => [name, hash]),
    network: environment.network,
    hasExceptions: context.settings.gateway.privateHosts.length > 0,
    lockfiles: lockfiles.map(({ path, blobId }) => [path, blobId]),
    branch: work.baseBranch === work.repository.defaultBranch ? null : work.baseBranch,
  };
  const { contentKey, parts } = snapshotKey({ ...owner, content });
  const alsoFits = content.branch === null ? null : snapshotKey({ ...owner, content: { ...content, branch: null } }).contentKey;
  return {
    ...requestOwner(run, environment),
    kind: "setup",
    engineId: facts.id,
    contentKey,
    alsoFits,
    parts,
    commit: repository.baseCommit,
    explain: (miss) => explainMiss(miss, parts),
  };
}
