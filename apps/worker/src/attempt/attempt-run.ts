import type { Limits } from "@slipway/core";
import type { AttemptWork } from "@slipway/db";
import type { Mirror } from "@slipway/forge";
import type { AttemptSecrets } from "../environment/attempt-secrets.ts";
import type { RepositoryRules } from "../repository/read-instructions.ts";
import type { WorkerContext } from "../worker-context.ts";
import type { Journal } from "./journal.ts";

/** One claimed attempt while this worker holds it. */
export type AttemptRun = {
  context: WorkerContext;
  work: AttemptWork;
  limits: Limits;
  /** What sandboxes start from: the environment's image, or its snapshot once that is there. */
  image: string;
  /** The key of the snapshot that `image` is; null where it is the environment's own. */
  snapshotKey: string | null;
  /** Where the Dockerfile is taken from, when not from the base commit. */
  dockerfileCommit?: string;
  secrets: AttemptSecrets;
  journal: Journal;
  /** Aborts with a StopError. */
  signal: AbortSignal;
};

/** The repository as this attempt needs it: the base commit in force, a bundle of its history, and what it says about itself. */
export type PreparedRepository = RepositoryRules & {
  mirror: Mirror;
  baseCommit: string;
  bundlePath: string;
};
