import type { CreateTaskInput, Summary } from "@slipway/core";
import {
  type AttemptWork,
  claimAttempt,
  createRepository,
  createTask,
  type Database,
  ensureOwner,
  type FinishedAttempt,
  type NewTask,
  type StoredChange,
  type StoredVerification,
} from "../src/index.ts";

/** A queued task of the owner in a repository of its own location. */
export async function aTask(
  db: Database,
  overrides: Partial<Omit<NewTask, "input">> & { input?: Partial<CreateTaskInput>; location?: string } = {},
): Promise<{ taskId: string; attemptIds: string[]; userId: string; repositoryId: string }> {
  const { input, location = "/srv/sample", ...rest } = overrides;
  const { userId } = await ensureOwner(db, { name: "Ada" });
  const repository = await createRepository(db, { name: "sample", kind: "path", location, defaultBranch: "main", sample: false });
  const parsed = {
    repositoryId: repository.id,
    prompt: "Fix the test",
    mode: "code" as const,
    attempts: 1,
    limits: {},
    images: [],
    ...input,
  };
  const made = await createTask(db, {
    userId,
    input: parsed,
    model: "scripted",
    demo: false,
    title: "Fix the test",
    branch: "main",
    environmentId: null,
    ...rest,
  });
  return { ...made, userId, repositoryId: repository.id };
}

/** The first attempt of a new task, claimed. */
export async function aClaimedAttempt(db: Database, overrides: Parameters<typeof aTask>[1] = {}): Promise<AttemptWork> {
  const { attemptIds } = await aTask(db, overrides);
  return await claimed(db, attemptIds[0]);
}

export async function claimed(db: Database, attemptId: string | undefined, leaseSeconds = 60): Promise<AttemptWork> {
  const work = await claimAttempt(db, { attemptId: attemptId ?? "", workerId: "worker-1", leaseSeconds });
  if (work === null) throw new Error(`Attempt ${attemptId} could not be claimed`);
  return work;
}

export const aSummary: Summary = {
  title: "Fixed",
  body: "The test passes.",
  citations: [],
  droppedCitations: 0,
  testing: [],
  notVerified: [],
  cards: [],
};

export function aChange(overrides: Partial<StoredChange> = {}): StoredChange {
  return {
    baseCommit: "a".repeat(40),
    headTree: "b".repeat(40),
    patch: new Uint8Array([0x64, 0x00, 0xff]),
    files: [
      {
        path: "src/a.ts",
        previousPath: null,
        kind: "modified",
        binary: false,
        additions: 3,
        deletions: 1,
        oldMode: "100644",
        newMode: "100644",
      },
    ],
    warnings: [],
    ...overrides,
  };
}

export function aVerification(overrides: Partial<StoredVerification> = {}): StoredVerification {
  return {
    position: 0,
    name: "test",
    command: "npm test",
    side: "head",
    outcome: "passed",
    reason: null,
    target: "b".repeat(40),
    exitCode: 0,
    durationMs: 12,
    tests: null,
    flaky: false,
    log: "ok\n",
    cacheKey: null,
    cached: false,
    ...overrides,
  };
}

/** A failure without a change, which every live attempt may end with. */
export function aFailure(work: { attemptId: string; epoch: number }): FinishedAttempt {
  const failure = { code: "internal" as const, message: "Broke", hint: "Retry", log: null };
  return { attemptId: work.attemptId, epoch: work.epoch, ending: { kind: "failed", failure }, change: null, verifications: [] };
}
