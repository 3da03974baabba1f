import { BOUNDS } from "@slipway/core";
import {
  isSandboxLive,
  isTerminalLive,
  reportWorker,
  sweepAttempts,
  sweepDeliveries,
  sweepImages,
  sweepProviderTests,
  sweepTerminals,
  takeOutbox,
  wakeAttempts,
} from "@slipway/db";
import { publish, ring } from "@slipway/queue";
import { listImageNames, reapSandboxes } from "@slipway/sandbox";
import { sweepSnapshots } from "./environment/sweep-snapshots.ts";
import { watchKeptSandboxes } from "./host/kept-sandboxes.ts";
import type { Readiness } from "./host/readiness.ts";
import type { WorkerContext } from "./worker-context.ts";

const SWEEP_MS = 2_000;
const REAP_EVERY = 10;
const EXPIRE_EVERY = 150;
const ORPHAN_AGE_MS = 20_000;

/**
 * Rings for work that nobody was told of, wakes what has waited long enough, takes back what a dead worker held, removes sandboxes
 * without an owner, snapshots beyond their keeping, pictures that nobody sent and old tests of providers, and reports this worker.
 * Everything here may run in any number of workers at once.
 */
export function startSweeper(context: WorkerContext, readiness: Readiness): AsyncDisposable {
  const kept = watchKeptSandboxes(context);
  const sweepKept = async () => {
    if (readiness.parts().some(({ name, ok }) => name === "docker" && ok)) await kept.sweep();
  };
  let images: string[] = [];
  const report = async () => {
    await readiness.check();
    if (round % REAP_EVERY === 1) images = await listImageNames(context.docker).catch(() => images);
    await reportWorker(context.db, {
      id: context.settings.workerId,
      host: context.settings.host,
      parts: [...readiness.parts(), kept.part()],
      images,
    });
  };
  let round = 0;
  let sweeping: Promise<void> = Promise.resolve();
  const sweep = async () => {
    const rare = [
      ...(round % REAP_EVERY === 0 ? [reap] : []),
      ...(round % EXPIRE_EVERY === 0 ? [sweepSnapshots, removeUnsentImages, forgetTests] : []),
    ];
    const steps = [wake, ringOutbox, ringForgotten, sweepKept, report, ...rare];
    round += 1;
    for (const step of steps) {
      await step(context, readiness).catch((error: unknown) => context.log.error({ err: error, step: step.name }, "a sweep step failed"));
    }
  };
  const next = () => {
    sweeping = sweeping.then(sweep);
  };
  next();
  const timer = setInterval(next, SWEEP_MS);
  return {
    async [Symbol.asyncDispose]() {
      clearInterval(timer);
      await sweeping;
      await kept.removeAll().catch((error: unknown) => context.log.warn({ err: error }, "kept sandboxes were not removed"));
    },
  };
}

async function wake({ db }: WorkerContext): Promise<void> {
  await wakeAttempts(db);
}

async function ringOutbox({ db, queue }: WorkerContext): Promise<void> {
  await takeOutbox(db, {
    limit: 100,
    deliver: async ({ topic, subjectId }) => {
      if (topic === "cancel") await publish(queue, { subject: `cancel.${subjectId}`, payload: {} });
      else await ring(queue, { topic, id: subjectId });
    },
  });
}

async function ringForgotten({ db, queue, log }: WorkerContext): Promise<void> {
  const { requeued, failed, cancelled, runnable } = await sweepAttempts(db, { maxStarts: BOUNDS.attemptStarts });
  if (requeued.length + failed.length + cancelled.length > 0)
    log.warn({ requeued, failed, cancelled }, "took back the attempts of a lost worker");
  for (const id of new Set([...requeued, ...runnable])) await ring(queue, { topic: "attempt", id });
  const deliveries = await sweepDeliveries(db);
  for (const id of [...deliveries.requeued, ...deliveries.runnable]) await ring(queue, { topic: "delivery", id });
  const terminals = await sweepTerminals(db);
  for (const id of terminals.runnable) await ring(queue, { topic: "terminal", id });
}

async function removeUnsentImages({ db, log }: WorkerContext): Promise<void> {
  const removed = await sweepImages(db);
  if (removed > 0) log.info({ removed }, "removed pictures that nobody sent");
}

async function forgetTests({ db }: WorkerContext): Promise<void> {
  await sweepProviderTests(db);
}

async function reap({ db, docker, instance, log }: WorkerContext, readiness: Readiness): Promise<void> {
  if (readiness.obstacle() !== null) return;
  const removed = await reapSandboxes(docker, {
    instance,
    minAgeMs: ORPHAN_AGE_MS,
    isLive: async (sandbox) => (await isSandboxLive(db, sandbox)) || isTerminalLive(db, { terminalId: sandbox.attemptId }),
  });
  if (removed.length > 0) log.warn({ removed }, "removed sandboxes without an owner");
}
