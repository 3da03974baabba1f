import type { Task } from "@slipway/core";
import { type BareCycle, runBareContainer } from "./bare-container.ts";
import type { Product } from "./product.ts";
import { type Row, rowOf } from "./report/row.ts";

const STARTS = 1.5;
const EXTRA_MS = 100;

type Sample = { toFirstRequest: number; toStoredChange: number; task: Task; bare: BareCycle };

/** One task after the other, a bare container before each, so that both meet the same weather. */
export async function measureTasks(product: Product, { warmUps, count }: { warmUps: number; count: number }): Promise<Row[]> {
  const samples: Sample[] = [];
  for (let round = -warmUps; round < count; round++) {
    product.signal.throwIfAborted();
    const bare = await runBareContainer(product.engine, product);
    const sample = { ...(await runTask(product)), bare };
    if (round >= 0) samples.push(sample);
  }
  const starts = { name: "bare create+start", values: samples.map(({ bare }) => bare.createAndStartMs) };
  const cycles = { name: "bare create+start+exec+remove", values: samples.map(({ bare }) => bare.cycleMs) };
  return [
    rowOf({
      name: "submit → first model request",
      unit: "ms",
      values: samples.map(({ toFirstRequest }) => toFirstRequest),
      floor: starts,
      target: { text: `≤ ${STARTS}× floor + ${EXTRA_MS} ms`, limit: (floor) => STARTS * floor + EXTRA_MS },
    }),
    rowOf({ name: "submit → stored change", unit: "ms", values: samples.map(({ toStoredChange }) => toStoredChange), floor: cycles }),
    ...phaseRows(samples.map(({ task }) => task)),
  ];
}

async function runTask({ api, model, repositoryId, signal }: Product): Promise<Omit<Sample, "bare">> {
  const plan = model.plan();
  const submittedAt = performance.now();
  const { id } = await api.submit({ repositoryId, prompt: plan.prompt });
  const end = api.waitForEnd(id, signal);
  const firstRequestAt = await Promise.race([plan.firstRequest, end.then(refuseEarlyEnd)]);
  const task = await end;
  if (task.status !== "succeeded") throw new Error(`A task of the bench ended as ${task.status}: ${task.failure}`);
  // The database's clock is this machine's.
  const finishedAt = Date.parse(attemptOf(task).finishedAt ?? "") - performance.timeOrigin;
  return { toFirstRequest: firstRequestAt - submittedAt, toStoredChange: finishedAt - submittedAt, task };
}

function refuseEarlyEnd(task: Task): never {
  throw new Error(`A task of the bench ended without a request: ${task.failure}`);
}

function attemptOf(task: Task) {
  const attempt = task.turnList[0]?.attempts[0];
  if (attempt === undefined) throw new Error(`The task ${task.id} has no attempt.`);
  return attempt;
}

/** Where the time goes, by the attempt's own record. */
function phaseRows(tasks: readonly Task[]): Row[] {
  const durations = new Map<string, number[]>();
  for (const { phase, startedAt, endedAt } of tasks.flatMap((task) => attemptOf(task).phases)) {
    if (endedAt !== null) durations.set(phase, [...(durations.get(phase) ?? []), Date.parse(endedAt) - Date.parse(startedAt)]);
  }
  return [...durations].map(([phase, values]) => rowOf({ name: `  phase ${phase}`, unit: "ms", values }));
}
