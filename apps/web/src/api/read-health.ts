import type { Health, HealthPart } from "@slipway/core";
import { listWorkers, queueDepth } from "@slipway/db";
import { queueHealth } from "@slipway/queue";
import type { ApiContext } from "./api-context.ts";
import { databasePart } from "./database-part.ts";
import { DEMO_MODEL, readModels } from "./model/read-models.ts";

/** Whether tasks can run now, and what stands in the way. Never throws. */
export async function readHealth(context: ApiContext): Promise<Health> {
  const [database, queue] = await Promise.all([databasePart(context), queuePart(context)]);
  const workers = database.ok ? await listWorkers(context.db) : [];
  const parts = [database, queue, workerPart(workers)];
  const models = database.ok ? await readModels(context) : null;
  return {
    ok: parts.every((part) => part.ok) && workers.some((worker) => worker.parts.every((part) => part.ok)),
    version: context.version,
    model: { name: models?.default ?? DEMO_MODEL, demo: models?.demo ?? true },
    workers,
    queueDepth: database.ok ? await queueDepth(context.db) : 0,
    parts,
  };
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

function workerPart(workers: Health["workers"]): HealthPart {
  const hosts = [...new Set(workers.map(({ host }) => host))].join(", ");
  if (workers.length > 0) return { name: "worker", ok: true, detail: `${workers.length} running on ${hosts}`, hint: null };
  return { name: "worker", ok: false, detail: "No worker has reported in the last two minutes", hint: "Start one: npm start does." };
}
