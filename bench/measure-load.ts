import { setTimeout as delay } from "node:timers/promises";
import { runBareContainer } from "./bare-container.ts";
import type { Product } from "./product.ts";
import { type Row, rowOf } from "./report/row.ts";

/** A task that fails makes no last request; it is looked at from then on. */
const IMPATIENT_MS = 60_000;
const TARGET_AT_ONCE = 16;

/** `count` tasks with `atOnce` of them under way, beside as many bare containers in the same manner. */
export async function measureLoad(product: Product, { atOnce, count }: { atOnce: number; count: number }): Promise<Row[]> {
  const failures: string[] = [];
  const bare = await perMinute({ atOnce, count }, () => runBareContainer(product.engine, product));
  const tasks = await perMinute({ atOnce, count }, async () => {
    const failure = await runTask(product).catch((error: unknown) => String(error));
    if (failure !== null) failures.push(failure);
  });
  product.signal.throwIfAborted();
  const target = { text: "none", limit: () => 0 };
  return [
    rowOf({
      name: `tasks a minute, ${atOnce} at once`,
      unit: "per minute",
      values: [tasks],
      floor: { name: "bare create+start+exec+remove", values: [bare] },
    }),
    {
      ...rowOf({ name: `  failures of ${count}`, unit: "", values: [failures.length], ...(atOnce === TARGET_AT_ONCE ? { target } : {}) }),
      notes: failures,
    },
  ];
}

/** Null, or why the task did not succeed. */
async function runTask({ api, model, repositoryId, signal }: Product): Promise<string | null> {
  const plan = model.plan();
  const { id } = await api.submit({ repositoryId, prompt: plan.prompt });
  const impatience = new AbortController();
  await Promise.race([plan.lastRequest, delay(IMPATIENT_MS, undefined, { signal: AbortSignal.any([impatience.signal, signal]) })]);
  impatience.abort();
  const task = await api.waitForEnd(id, signal);
  return task.status === "succeeded" ? null : `${task.status}: ${task.failure}`;
}

async function perMinute({ atOnce, count }: { atOnce: number; count: number }, run: () => Promise<unknown>): Promise<number> {
  let left = count;
  const startedAt = performance.now();
  const lane = async () => {
    while (left-- > 0) await run();
  };
  await Promise.all(Array.from({ length: atOnce }, lane));
  return (count * 60_000) / (performance.now() - startedAt);
}
