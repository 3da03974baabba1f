import type { Health, HealthPart } from "@slipway/core";
import { clockOffsetMs, listWorkers, queueDepth } from "@slipway/db";
import { queueHealth } from "@slipway/queue";
import type { ApiContext } from "./api-context.ts";
import { DEMO_MODEL } from "./submit-task.ts";

const databaseLimitMs = 3_000;

/** Whether tasks can run now, and what stands in the way. Never throws. */
export async function readHealth(context: ApiContext): Promise<Health> {
  const [database, queue] = await Promise.all([databasePart(context), queuePart(context)]);
  const workers = database.ok ? await listWorkers(context.db) : [];
  const parts = [database, queue, workerPart(workers.length)];
  const { model } = context.settings;
  return {
    ok: parts.every((part) => part.ok) && workers.some((worker) => worker.parts.every((part) => part.ok)),
    version: context.version,
    model: { name: model.connected ? model.name : DEMO_MODEL, demo: !model.connected },
    workers,
    queueDepth: database.ok ? await queueDepth(context.db) : 0,
    parts,
  };
}

async function databasePart({ db }: ApiContext): Promise<HealthPart> {
  try {
    const offsetMs = await Promise.race([clockOffsetMs(db), failAfter(databaseLimitMs)]);
    return { name: "database", ok: true, detail: `Postgres answers; its clock differs by ${Math.round(offsetMs)} ms`, hint: null };
  } catch (error) {
    const detail = error instanceof Error ? (error.message.split("\n").at(-1) ?? "") : String(error);
    return { name: "database", ok: false, detail, hint: "Check that Postgres runs and that DATABASE_URL leads to it." };
  }
}

async function failAfter(limitMs: number): Promise<never> {
  const { promise, reject } = Promise.withResolvers<never>();
  setTimeout(() => reject(new Error(`Postgres did not answer within ${limitMs} ms`)), limitMs).unref();
  return promise;
}

async function queuePart({ queue }: ApiContext): Promise<HealthPart> {
  const { ok, detail } = await queueHealth(queue);
  return {
    name: "queue",
    ok,
    detail,
    hint: ok ? null : "Check that Redis runs and that REDIS_URL leads to it. Tasks wait meanwhile; none is lost.",
  };
}

function workerPart(count: number): HealthPart {
  if (count > 0) return { name: "worker", ok: true, detail: `${count} running`, hint: null };
  return { name: "worker", ok: false, detail: "No worker has reported in the last two minutes", hint: "Start one: npm start does." };
}
