import type { Script } from "@slipway/agent";
import { countTasks, readEvents } from "@slipway/db";
import pg from "pg";
import { expect, test } from "vitest";
import { aSampleRepository } from "./a-repository.ts";
import { aScriptedModel } from "./a-scripted-model.ts";
import { aWorkerSite, sendTask, untilTask } from "./a-worker.ts";
import { startProcess } from "./start-process.ts";

test("a long rate limit parks the attempt, asks nobody, and once it is over the attempt goes on by itself", async () => {
  let limited = true;
  const script: Script = ({ step }) => {
    if (step === 0) return { calls: [{ name: "shell", input: { command: "echo one > one.txt" } }] };
    if (!limited) return { text: "Done" };
    limited = false;
    return { fault: { kind: "status", status: 429, headers: { "retry-after": "1800" }, message: "Too many requests" } };
  };
  await using model = await aScriptedModel(script);
  await using site = await aWorkerSite({ ...model.variables, SLIPWAY_IDLE_MINUTES: "5" });
  await using repository = await aSampleRepository();
  await using first = startProcess(site.variables);
  const { taskId, attemptId } = await sendTask(site.db, { location: repository.folder, prompt: "Do it" });
  const parked = await untilTask(site.db, taskId, ({ status }) => status === "waiting");
  const until = parked.waiting?.kind === "rate_limit" ? Date.parse(parked.waiting.until) : 0;
  expect(Math.abs(until - Date.now() - 1_800_000)).toBeLessThan(120_000);
  expect(parked).toMatchObject({ unread: false, stats: { files: 1 } });
  expect((await countTasks(site.db)).attention).toBe(0);
  // The process that met the limit knows of it still; another one goes by what the attempt says.
  await first.kill();
  const client = new pg.Client({ connectionString: site.variables.DATABASE_URL });
  await client.connect();
  await client.query(`UPDATE "Attempt" SET "wakeAt" = now() WHERE id = $1`, [attemptId]);
  await client.end();
  await site.start();
  const task = await untilTask(site.db, taskId, ({ status }) => ["succeeded", "failed"].includes(status));
  expect(task.status).toBe("succeeded");
  const events = await readEvents(site.db, { attemptId, after: 0 });
  expect(events.filter(({ body }) => body.type === "tool.requested")).toHaveLength(1);
});
