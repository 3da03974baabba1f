import type { Product } from "./product.ts";
import { type Row, rowOf } from "./report/row.ts";

const AT_ONCE = 10;
/** Long enough that every task asks while the one build is under way. */
const SETUP = "sleep 3; echo installed > /opt/installed";

/** Ten tasks at once on an environment without a snapshot, beside one alone on another: how many builds, and until when all could begin. */
export async function measureColdEnvironment(product: Product, { rounds }: { rounds: number }): Promise<Row[]> {
  const [alone, together, builds]: [number[], number[], number[]] = [[], [], []];
  for (let round = 0; round < rounds; round++) {
    product.signal.throwIfAborted();
    alone.push((await runTasks(product, 1)).lastFirstRequest);
    const ten = await runTasks(product, AT_ONCE);
    together.push(ten.lastFirstRequest);
    builds.push(ten.builds);
  }
  return [
    rowOf({
      name: `${AT_ONCE} tasks on a cold environment: submit → last first model request`,
      unit: "ms",
      values: together,
      floor: { name: "one task alone", values: alone },
    }),
    rowOf({ name: "  snapshots built for them", unit: "", values: builds, target: { text: "one", limit: () => 1 } }),
  ];
}

async function runTasks({ api, model, repositoryId, signal }: Product, count: number) {
  const environmentId = await api.addEnvironment({ repositoryId, name: `cold ${count} ${Date.now()}`, setupScript: SETUP });
  const startedAt = performance.now();
  const firstRequests = await Promise.all(
    Array.from({ length: count }, async () => {
      const plan = model.plan();
      const { id } = await api.submit({ repositoryId, environmentId, prompt: plan.prompt });
      const task = await api.waitForEnd(id, signal);
      if (task.status !== "succeeded") throw new Error(`A task of the bench ended as ${task.status}: ${task.failure}`);
      return plan.firstRequest;
    }),
  );
  return { lastFirstRequest: Math.max(...firstRequests) - startedAt, builds: await api.countSnapshots(environmentId) };
}
