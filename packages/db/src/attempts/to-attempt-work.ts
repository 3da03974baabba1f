import { CheckInput, LimitsInput, NetworkPolicy, ReviewComment, Summary, TaskMode } from "@slipway/core";
import { z } from "zod";
import { iso } from "../connection/iso.ts";
import { toRepository } from "../repositories/to-repository.ts";
import type { AttemptWork, WorkEnvironment } from "./attempt-work.ts";

/** JSON columns come as unknown and are parsed here. */
export type ClaimedRow = Omit<AttemptWork, "mode" | "comments" | "history" | "limits" | "repository" | "environment" | "createdAt"> & {
  mode: unknown;
  comments: unknown;
  history: unknown;
  limits: unknown;
  repository: unknown;
  environment: unknown;
  checks: unknown;
  createdAt: Date;
};

const History = z.array(z.object({ text: z.string(), comments: z.array(ReviewComment), summary: Summary.nullable() }));
const EnvironmentRow = z.object({
  id: z.string(),
  image: z.string().nullable(),
  setupScript: z.string(),
  maintenanceScript: z.string(),
  variables: z.record(z.string(), z.string()),
  network: NetworkPolicy,
  limits: LimitsInput,
});

export function toAttemptWork({ checks, environment, ...row }: ClaimedRow): AttemptWork {
  return {
    ...row,
    mode: TaskMode.parse(row.mode),
    comments: z.array(ReviewComment).parse(row.comments),
    history: History.parse(row.history ?? []),
    limits: LimitsInput.parse(row.limits),
    repository: toRepository(row.repository),
    environment: environment === null ? null : toWorkEnvironment(environment, checks),
    createdAt: iso(row.createdAt),
  };
}

function toWorkEnvironment(environment: unknown, checks: unknown): WorkEnvironment {
  return { ...EnvironmentRow.parse(environment), checks: z.array(CheckInput).parse(checks ?? []) };
}
