import { randomUUID } from "node:crypto";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { CreateEnvironmentInput, type CreateTaskInput, type Task } from "@slipway/core";
import { createEnvironment, createRepository, createTask, type Database, ensureOwner, getTask, readEvents } from "@slipway/db";
import { withDatabase } from "@slipway/db/testing";
import pino from "pino";
import { readSettings, type WorkerSettings } from "../src/env.ts";
import { runWorker } from "../src/run-worker.ts";
import { removeHandedOver } from "./remove-handed-over.ts";

export type TestWorker = {
  db: Database;
  settings: WorkerSettings;
  /** The variables with which a worker process of its own would serve the same database. */
  variables: Record<string, string>;
  /** Starts one more worker in this process. */
  start(overrides?: Partial<WorkerSettings>): Promise<AsyncDisposable>;
} & AsyncDisposable;

/** A database, a data folder and settings of their own; workers are started by the test. */
export async function aWorkerSite(variables: Record<string, string> = {}): Promise<TestWorker> {
  const stack = new AsyncDisposableStack();
  const { db, url } = stack.use(await withDatabase());
  stack.defer(() => removeHandedOver(db));
  const folder = await mkdtemp(path.join(tmpdir(), "slipway-worker-"));
  stack.defer(() => rm(folder, { recursive: true, force: true }));
  const all = {
    DATABASE_URL: url,
    SLIPWAY_DATA_DIR: folder,
    SLIPWAY_SANDBOX_IMAGE: process.env.TEST_IMAGE ?? "",
    SLIPWAY_DEMO_PACE: "0",
    SLIPWAY_IDLE_MINUTES: "0",
    SLIPWAY_LEASE_SECONDS: "4",
    LOG_LEVEL: process.env.TEST_LOG_LEVEL ?? "silent",
    ...variables,
  };
  const settings = readSettings(all);
  return {
    db,
    settings,
    variables: all,
    start: async (overrides = {}) => {
      const own = { ...settings, workerId: `worker-${randomUUID()}`, ...overrides };
      return stack.use(await runWorker(own, pino({ level: own.logLevel })));
    },
    [Symbol.asyncDispose]: () => stack.disposeAsync(),
  };
}

/** Adds the repository at `location` with an environment and sends a task. */
export async function sendTask(
  db: Database,
  options: {
    location: string;
    prompt: string;
    demo?: boolean;
    environment?: Partial<CreateEnvironmentInput>;
    task?: Partial<CreateTaskInput>;
  },
): Promise<{ taskId: string; attemptId: string; repositoryId: string; environmentId: string }> {
  const { location, prompt, demo = false } = options;
  const { userId } = await ensureOwner(db, { name: "Ada" });
  const repository = await createRepository(db, { name: "sample", kind: "path", location, defaultBranch: "main", sample: false });
  const environment = await createEnvironment(db, {
    input: CreateEnvironmentInput.parse({
      repositoryId: repository.id,
      name: "Default",
      limits: { cpus: 1, memoryBytes: 512 * 2 ** 20 },
      ...options.environment,
    }),
  });
  const input: CreateTaskInput = {
    repositoryId: repository.id,
    prompt,
    mode: "code",
    attempts: 1,
    limits: {},
    images: [],
    ...options.task,
  };
  const { taskId, attemptIds } = await createTask(db, {
    userId,
    input,
    model: demo ? "slipway-demo" : (input.model ?? "scripted"),
    demo,
    providerId: input.providerId ?? null,
    title: prompt.slice(0, 60),
    branch: input.branch ?? "main",
    environmentId: environment.id,
  });
  return { taskId, attemptId: attemptIds[0] ?? "", repositoryId: repository.id, environmentId: environment.id };
}

/** Polls until the predicate holds for the task; the event log is the message when it never does. */
export async function untilTask(db: Database, taskId: string, holds: (task: Task) => boolean, limitMs = 100_000): Promise<Task> {
  const deadline = Date.now() + limitMs;
  for (;;) {
    const task = await getTask(db, { taskId });
    if (holds(task)) return task;
    if (Date.now() > deadline) throw new Error(`Task ${taskId} is ${task.status} after ${limitMs} ms:\n${await story(db, task)}`);
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
}

/** Every event of the task's newest attempt, for a failing test's message. */
export async function story(db: Database, task: Task): Promise<string> {
  const attemptId = task.turnList.at(-1)?.attempts.at(-1)?.id ?? "";
  const events = await readEvents(db, { attemptId, after: 0 });
  return events.map((event) => `${event.seq} ${JSON.stringify(event.body)}`.slice(0, 400)).join("\n");
}
