import { readFileSync } from "node:fs";
import { setTimeout as delay } from "node:timers/promises";
import { Health } from "@slipway/core";
import { z } from "zod";
import type { Product } from "./product.ts";
import { type Row, rowOf } from "./report/row.ts";

const LOOK_MS = 200;
const HOLD_MS = 5_000;
const WORKER_MB = 400;
/** Small enough for a hundred of them at once. */
const LIMITS = { memoryBytes: 64 * 2 ** 20, cpus: 0.1 };

const Numbered = z.object({ items: z.array(z.object({ seq: z.int() })) });

/** `count` attempts that all wait for a slow model at once: what the worker holds meanwhile, and whether any event is lost. */
export async function measureWaiting(product: Product, { count }: { count: number }): Promise<Row[]> {
  const { api, model, repositoryId, signal } = product;
  const worker = workerMemory(Health.parse(await api.call("/health")));
  const { id: environmentId } = z
    .object({ id: z.string() })
    .parse(await api.call("/environments", { repositoryId, name: "waiting", limits: LIMITS }));
  const gate = Promise.withResolvers<void>();
  const plans = Array.from({ length: count }, () => model.plan({ begin: gate.promise }));
  const startedAt = performance.now();
  const tasks = [];
  for (const { prompt } of plans) tasks.push(await api.submit({ repositoryId, environmentId, prompt }));
  const allWait = Promise.all(plans.map(({ firstRequest }) => firstRequest));
  await worker.watchedUntil(allWait, signal);
  const waitingMs = performance.now() - startedAt;
  await worker.watchedUntil(delay(HOLD_MS, undefined, { signal }), signal);
  gate.resolve();
  const ended = await worker.watchedUntil(Promise.all(tasks.map(({ id }) => api.waitForEnd(id, signal))), signal);
  const failures = ended.filter(({ status }) => status !== "succeeded").map(({ status, failure }) => `${status}: ${failure}`);
  const attempts = ended.flatMap(({ turnList }) => turnList.flatMap((turn) => turn.attempts));
  const lost = await Promise.all(attempts.map(({ id, lastSeq }) => lostEvents(product, { id, lastSeq })));
  const none = { text: "none", limit: () => 0 };
  return [
    rowOf({
      name: `worker's memory, ${count} waiting, MB`,
      unit: "",
      values: [worker.peakMegabytes()],
      target: { text: "400 MB", limit: () => WORKER_MB },
    }),
    rowOf({ name: "  until all of them wait", unit: "ms", values: [waitingMs] }),
    rowOf({ name: "  events lost", unit: "", values: [lost.reduce((sum, each) => sum + each, 0)], target: none }),
    { ...rowOf({ name: `  failures of ${count}`, unit: "", values: [failures.length], target: none }), notes: failures },
  ];
}

/** Numbers that are missing between 1 and the last one. */
async function lostEvents({ api }: Product, { id, lastSeq }: { id: string; lastSeq: number }): Promise<number> {
  const { items } = Numbered.parse(await api.call(`/attempts/${id}/events?format=json&after=0&limit=500`));
  const seen = new Set(items.map(({ seq }) => seq));
  return Array.from({ length: lastSeq }, (_, index) => index + 1).filter((seq) => !seen.has(seq)).length;
}

/** The resident memory of the worker's process, whose id its name holds (proc(5)). */
function workerMemory({ workers }: Health) {
  const pid = /-(\d+)-[0-9a-z]+$/.exec(workers[0]?.id ?? "")?.[1];
  if (pid === undefined) throw new Error("No worker reports to the product");
  let peak = 0;
  const look = () => {
    const kilobytes = /^VmRSS:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, "utf8"))?.[1] ?? "0";
    peak = Math.max(peak, Number(kilobytes) / 1024);
  };
  return {
    peakMegabytes: () => Math.round(peak),
    async watchedUntil<Result>(event: Promise<Result>, signal: AbortSignal): Promise<Result> {
      const timer = setInterval(look, LOOK_MS);
      const stopped = Promise.withResolvers<never>();
      const stop = () => stopped.reject(signal.reason);
      signal.addEventListener("abort", stop, { once: true });
      try {
        look();
        return await Promise.race([event, stopped.promise]);
      } finally {
        look();
        clearInterval(timer);
        signal.removeEventListener("abort", stop);
      }
    },
  };
}
