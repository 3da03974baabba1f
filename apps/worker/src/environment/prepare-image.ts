import { posix } from "node:path";
import type { SnapshotRequest, WorkEnvironment } from "@slipway/db";
import { DOCKERFILE_BYTES } from "@slipway/environment";
import { type Mirror, readFileAt, treeAt } from "@slipway/forge";
import { inspectDockerfile } from "@slipway/sandbox";
import { AttemptFailedError } from "../attempt/attempt-failed-error.ts";
import { buildAttemptImage, type DockerfileAt } from "./build-attempt-image.ts";
import type { EnvironmentRun } from "./environment-run.ts";
import { obtainSnapshot } from "./obtain-snapshot.ts";
import { requestOwner } from "./request-owner.ts";
import { explainMiss, imageKey } from "./snapshot-key.ts";

type Place = { mirror: Mirror; baseCommit: string };

/**
 * Where the environment's image is built of a Dockerfile: finds, builds or waits for it, and returns the run with that image in place of
 * the Dockerfile. Any other run is returned as it is.
 */
export async function prepareImage<Run extends EnvironmentRun>(run: Run, { mirror, baseCommit }: Place): Promise<Run> {
  const { environment } = run.work;
  if (environment === null || environment.dockerfile === null) return run;
  const place = { mirror, baseCommit: run.dockerfileCommit ?? baseCommit };
  const dockerfile = await readDockerfile(place, environment.dockerfile);
  const request = await requestFor(run, { environment, dockerfile, commit: place.baseCommit });
  const image = await obtainSnapshot(run, {
    request,
    noun: "Image",
    build: (claim) => buildAttemptImage(run, { dockerfile, mirror, claim }),
  });
  return { ...run, image, work: { ...run.work, environment: { ...environment, image, dockerfile: null } } };
}

async function readDockerfile({ mirror, baseCommit }: Place, path: string): Promise<DockerfileAt> {
  const bytes = await readFileAt(mirror, { treeish: baseCommit, path, maxBytes: DOCKERFILE_BYTES });
  if (bytes === null) throw unusable(path, `There is no file ${path} at ${baseCommit.slice(0, 12)}.`);
  const folder = posix.dirname(path);
  const tree = await treeAt(mirror, { commit: baseCommit, folder: folder === "." ? "" : folder });
  return { path, text: new TextDecoder().decode(bytes), tree };
}

type Request = Omit<SnapshotRequest, "goneImageId">;
type Wanted = { environment: WorkEnvironment; dockerfile: DockerfileAt; commit: string };

async function requestFor(run: EnvironmentRun, { environment, dockerfile, commit }: Wanted): Promise<Request> {
  const { context, work } = run;
  const [engine, facts] = await Promise.all([context.docker.facts(), inspectDockerfile(context.docker, dockerfile.text)]);
  if (facts.kind !== "fit") throw unusable(dockerfile.path, facts.reason);
  const { contentKey, parts } = imageKey({
    ownerId: environment.id ?? work.repository.id,
    engineId: engine.id,
    content: {
      dockerfile: dockerfile.text,
      contextTree: dockerfile.tree,
      images: facts.images,
      network: environment.network,
      hasExceptions: context.settings.gateway.privateHosts.length > 0,
    },
  });
  return {
    ...requestOwner(run, environment),
    kind: "image",
    engineId: engine.id,
    contentKey,
    // The whole context is in the key, so there is nothing that another branch could have left.
    alsoFits: null,
    parts,
    commit,
    explain: (miss) => explainMiss(miss, parts),
  };
}

function unusable(path: string, reason: string): AttemptFailedError {
  return new AttemptFailedError(
    {
      code: "environment_invalid",
      message: `The image cannot be built of ${path}: ${reason}`,
      hint: "Correct the Dockerfile or the environment, then send the task anew; this one stays at its base commit.",
    },
    { retryable: false, cause: reason },
  );
}
