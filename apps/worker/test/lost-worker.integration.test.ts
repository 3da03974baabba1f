import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import path from "node:path";
import type { Script } from "@slipway/agent";
import { readEvents } from "@slipway/db";
import { expect, test } from "vitest";
import { aSampleRepository } from "./a-repository.ts";
import { aScriptedModel } from "./a-scripted-model.ts";
import { aWorkerSite, sendTask, untilTask } from "./a-worker.ts";
import { listSandboxes } from "./list-sandboxes.ts";

function startProcess(variables: Record<string, string>): ChildProcess {
  const main = path.join(import.meta.dirname, "../src/main.ts");
  return spawn(process.execPath, [main], { env: { PATH: process.env.PATH, HOME: process.env.HOME, ...variables }, stdio: "ignore" });
}

async function eventually<Value>(read: () => Promise<Value>, holds: (value: Value) => boolean, limitMs = 60_000): Promise<Value> {
  const deadline = Date.now() + limitMs;
  for (;;) {
    const value = await read();
    if (holds(value)) return value;
    if (Date.now() > deadline) throw new Error(`Still ${JSON.stringify(value)} after ${limitMs} ms`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

test("a worker killed in mid-attempt loses nothing and doubles nothing: another one finishes, and its sandbox is removed", async () => {
  let firstRequests = 0;
  const script: Script = ({ step }) => {
    if (step > 0) return { text: "Done" };
    firstRequests += 1;
    return {
      calls: [{ name: "shell", input: { command: firstRequests === 1 ? "echo lost > lost.txt; sleep 300" : "echo kept > kept.txt" } }],
    };
  };
  await using model = await aScriptedModel(script);
  await using site = await aWorkerSite(model.variables);
  await using repository = await aSampleRepository();
  const doomed = startProcess(site.variables);
  const { taskId, attemptId } = await sendTask(site.db, { location: repository.folder, prompt: "Do something" });
  const events = () => readEvents(site.db, { attemptId, after: 0 });
  await eventually(events, (list) => list.some(({ body }) => body.type === "command.started"));
  doomed.kill("SIGKILL");
  await once(doomed, "exit");
  await site.start();
  const task = await untilTask(site.db, taskId, ({ status }) => status === "succeeded" || status === "failed");
  expect(task.status).toBe("succeeded");
  expect(task.turnList).toHaveLength(1);
  expect(task.turnList[0]?.attempts).toHaveLength(1);
  expect(task.turnList[0]?.attempts[0]?.change?.files.map((file) => file.path)).toEqual(["kept.txt"]);
  const log = await events();
  expect(log.map(({ seq }) => seq)).toEqual(log.map((_, index) => index + 1));
  expect(log.filter(({ body }) => body.type === "attempt.ended")).toHaveLength(1);
  expect(log.filter(({ body }) => body.type === "attempt.requeued")).toHaveLength(1);
  await eventually(
    () => listSandboxes(attemptId),
    (ids) => ids.length === 0,
  );
});
