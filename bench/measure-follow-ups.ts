import { setTimeout as delay } from "node:timers/promises";
import type { Api } from "./connect-api.ts";
import type { Product } from "./product.ts";
import { type Row, rowOf } from "./report/row.ts";

type Sample = { toFirstRequest: number; toFirstOutput: number };

/** A person looks at a change before asking for more; what the end of a turn leaves to be done is done by then. */
const READING_MS = 2_000;

/**
 * Follow-ups in the sandbox that was kept, and, of the same task, in a fresh one after it was let go of. The end of the first command
 * tells when the work tree is there: a command waits for it, a model request does not.
 */
export async function measureFollowUps(product: Product, { warmUps, count }: { warmUps: number; count: number }): Promise<Row[]> {
  const warm: Sample[] = [];
  const cold: Sample[] = [];
  for (let round = -warmUps; round < count; round++) {
    product.signal.throwIfAborted();
    const taskId = await finishedTask(product);
    const inKept = await followUp(product, taskId);
    await product.api.archive(taskId);
    const inFresh = await followUp(product, taskId);
    await product.api.archive(taskId);
    if (round < 0) continue;
    warm.push(inKept);
    cold.push(inFresh);
  }
  return [
    comparison("follow-up, kept sandbox: submit → first model request", "toFirstRequest"),
    comparison("follow-up, kept sandbox: submit → end of the first command", "toFirstOutput"),
  ];

  function comparison(name: string, figure: keyof Sample): Row {
    const floor = { name: "the same in a fresh sandbox", values: cold.map((sample) => sample[figure]) };
    return rowOf({ name, unit: "ms", values: warm.map((sample) => sample[figure]), floor });
  }
}

async function finishedTask({ api, model, repositoryId, signal }: Product): Promise<string> {
  const { id } = await api.submit({ repositoryId, prompt: model.plan().prompt });
  await succeeded(api, id, signal);
  return id;
}

async function followUp({ api, model, signal }: Product, taskId: string): Promise<Sample> {
  const plan = model.plan();
  await delay(READING_MS, undefined, { signal });
  const sentAt = performance.now();
  await api.followUp(taskId, plan.prompt);
  const end = succeeded(api, taskId, signal);
  const toFirstRequest = (await plan.firstRequest) - sentAt;
  const attemptId = (await end).turnList.at(-1)?.attempts[0]?.id ?? "";
  const ended = await api.eventTimes(attemptId, "command.finished");
  // The database's clock is this machine's.
  const toFirstOutput = Math.min(...ended) - performance.timeOrigin - sentAt;
  return { toFirstRequest, toFirstOutput };
}

async function succeeded(api: Api, taskId: string, signal: AbortSignal) {
  const task = await api.waitForEnd(taskId, signal);
  if (task.status !== "succeeded") throw new Error(`A task of the bench ended as ${task.status}: ${task.failure}`);
  return task;
}
