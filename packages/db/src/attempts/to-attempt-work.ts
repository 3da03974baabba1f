import { CheckInput, LimitsInput, NetworkPolicy, ReviewComment, Summary, TaskMode } from "@slipway/core";
import { z } from "zod";
import { iso } from "../connection/iso.ts";
import { StoredImages } from "../images/images-where.ts";
import { toRepository } from "../repositories/to-repository.ts";
import type { AttemptWork, WorkEnvironment } from "./attempt-work.ts";

/** JSON columns come as unknown and are parsed here. */
export type ClaimedRow = Omit<
  AttemptWork,
  "mode" | "comments" | "images" | "history" | "limits" | "sandbox" | "taskAttemptIds" | "repository" | "environment" | "createdAt"
> & {
  mode: unknown;
  comments: unknown;
  images: unknown;
  history: unknown;
  limits: unknown;
  granted: unknown;
  sandbox: unknown;
  taskAttemptIds: unknown;
  repository: unknown;
  environment: unknown;
  checks: unknown;
  createdAt: Date;
};

const EarlierMessages = z.array(z.object({ text: z.string(), question: z.string().nullable(), images: StoredImages }));
const History = z.array(
  z.object({
    text: z.string(),
    comments: z.array(ReviewComment),
    images: StoredImages,
    messages: EarlierMessages.nullable().transform((messages) => messages ?? []),
    summary: Summary.nullable(),
  }),
);
const KeptSandboxRow = z.object({ id: z.string(), engineId: z.string(), warmOf: z.string().nullable() });
const EnvironmentRow = z.object({
  id: z.string(),
  image: z.string().nullable(),
  dockerfile: z.string().nullable(),
  setupScript: z.string(),
  maintenanceScript: z.string(),
  variables: z.record(z.string(), z.string()),
  network: NetworkPolicy,
  limits: LimitsInput,
});

export function toAttemptWork({ checks, environment, granted, ...row }: ClaimedRow): AttemptWork {
  return {
    ...row,
    mode: TaskMode.parse(row.mode),
    comments: z.array(ReviewComment).parse(row.comments),
    images: StoredImages.parse(row.images),
    history: History.parse(row.history ?? []),
    limits: { ...LimitsInput.parse(row.limits), ...LimitsInput.parse(granted) },
    taskAttemptIds: z.array(z.string()).parse(row.taskAttemptIds),
    sandbox: KeptSandboxRow.nullable().parse(row.sandbox),
    repository: toRepository(row.repository),
    environment: environment === null ? null : toWorkEnvironment(environment, checks),
    createdAt: iso(row.createdAt),
  };
}

export function toWorkEnvironment(environment: unknown, checks: unknown): WorkEnvironment {
  return { ...EnvironmentRow.parse(environment), checks: z.array(CheckInput).parse(checks ?? []) };
}
