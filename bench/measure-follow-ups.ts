import type { Api } from "./connect-api.ts";
import type { Product } from "./product.ts";
import { type Row, rowOf } from "./report/row.ts";

type Sample = { toFirstRequest: number; toFirstCommand: number };

/**
 * Follow-ups in the sandbox that was kept, and, of the same task, in a fresh one after it was let go of. The first command tells when the
 * work tree is there.
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
    comparison("follow-up, kept sandbox: submit → first command", "toFirstCommand"),
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
  const sentAt = performance.now();
  await api.followUp(taskId, plan.prompt);
  const end = succeeded(api, taskId, signal);
  const toFirstRequest = (await plan.firstRequest) - sentAt;
  const attemptId = (await end).turnList.at(-1)?.attempts[0]?.id ?? "";
  const begun = await api.eventTimes(attemptId, "command.started");
  // The database's clock is this machine's.
  const toFirstCommand = Math.min(...begun) - performance.timeOrigin - sentAt;
  return { toFirstRequest, toFirstCommand };
}

async function succeeded(api: Api, taskId: string, signal: AbortSignal) {
  const task = await api.waitForEnd(taskId, signal);
  if (task.status !== "succeeded") throw new Error(`A task of the bench ended as ${task.status}: ${task.failure}`);
  return task;
}
