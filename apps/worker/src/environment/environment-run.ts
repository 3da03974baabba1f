import type { AttemptWork } from "@slipway/db";
import type { AttemptRun } from "../attempt/attempt-run.ts";
import type { Journal } from "../attempt/journal.ts";

/** What it takes to prepare an environment: an attempt, or a terminal in its place. `attemptId` and `epoch` own the containers. */
export type EnvironmentRun = Pick<AttemptRun, "context" | "limits" | "image" | "dockerfileCommit" | "secrets" | "signal"> & {
  work: Pick<AttemptWork, "attemptId" | "epoch" | "environment" | "repository" | "createdAt">;
  journal: Pick<Journal, "append" | "note" | "enterPhase" | "currentCommand">;
};
