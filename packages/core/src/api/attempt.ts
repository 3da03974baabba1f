import { z } from "zod";
import { ATTEMPT_STATES } from "../attempt-state.ts";
import { ChangeStats, ChangeWarning, FileChange } from "../change.ts";
import { AttemptFailure } from "../failure.ts";
import { LimitsInput } from "../limits.ts";
import { Phase } from "../phase.ts";
import { Summary } from "../summary.ts";
import { TestReport } from "../test-report.ts";
import { Usage } from "../usage.ts";
import { VerificationOutcome, VerificationSide } from "../verification.ts";
import { Waiting } from "../waiting.ts";
import { Id, Timestamp } from "./list.ts";
import { SnapshotUse } from "./snapshot.ts";

export const Verification = z.object({
  id: Id,
  name: z.string(),
  command: z.string(),
  side: VerificationSide,
  outcome: VerificationOutcome,
  /** Why it was not run, where it was not. */
  reason: z.string().nullable(),
  /** The commit (base) or tree (head) hash that was tested. */
  target: z.string(),
  exitCode: z.int().nullable(),
  durationMs: z.number(),
  /** What its output says of single tests: those that failed here or at the other side; null where it says nothing. */
  tests: TestReport.nullable(),
  /** It failed and, run again on the same tree, passed; the log holds both. */
  flaky: z.boolean(),
  logBytes: z.int(),
  /** This result was computed for an earlier attempt at the same snapshot, commit and command. */
  cached: z.boolean(),
});
export type Verification = z.infer<typeof Verification>;

export const Change = z.object({
  baseCommit: z.string(),
  headTree: z.string(),
  patchBytes: z.int(),
  stats: ChangeStats,
  files: z.array(FileChange),
  warnings: z.array(ChangeWarning),
});
export type Change = z.infer<typeof Change>;

/** `endedAt` is null for the phase that is under way. */
export const PhaseTime = z.object({ phase: Phase, startedAt: Timestamp, endedAt: Timestamp.nullable() });
export type PhaseTime = z.infer<typeof PhaseTime>;

export const Attempt = z.object({
  id: Id,
  index: z.int(),
  state: z.enum(ATTEMPT_STATES),
  /** True once a person asked to stop; the state follows within seconds. */
  cancelRequested: z.boolean(),
  /** What it waits for; null unless it waits. */
  waiting: Waiting.nullable(),
  /** Until when its sandbox is kept for a follow-up; null where it is gone. */
  sandboxKeptUntil: Timestamp.nullable(),
  model: z.string(),
  /** Replies came from the bundled script, not from an AI. */
  demo: z.boolean(),
  phases: z.array(PhaseTime),
  usage: Usage,
  summary: Summary.nullable(),
  /** Which cards of the summary became which tasks. */
  cardTasks: z.array(z.object({ index: z.int(), taskId: Id })),
  failure: AttemptFailure.nullable(),
  verifications: z.array(Verification),
  change: Change.nullable(),
  /** Null where its environment has no setup, or it did not come so far. */
  snapshot: SnapshotUse.nullable(),
  /** 1 is next; null unless queued. */
  queuePosition: z.int().nullable(),
  lastSeq: z.int(),
  createdAt: Timestamp,
  startedAt: Timestamp.nullable(),
  finishedAt: Timestamp.nullable(),
});
export type Attempt = z.infer<typeof Attempt>;

/** Goes on with a waiting attempt. `limits` are new totals; the one that is used up doubles where it is absent. */
export const ResumeAttemptInput = z.strictObject({
  limits: LimitsInput.pick({ steps: true, tokens: true, costUsd: true, wallClockSeconds: true }).default({}),
});
export type ResumeAttemptInput = z.infer<typeof ResumeAttemptInput>;
