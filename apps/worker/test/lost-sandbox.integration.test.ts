import { execFile } from "node:child_process";
import { promisify } from "node:util";
import type { Script } from "@slipway/agent";
import { readEvents, readPatch } from "@slipway/db";
import { expect, test } from "vitest";
import { aSampleRepository } from "./a-repository.ts";
import { aScriptedModel } from "./a-scripted-model.ts";
import { aWorkerSite, sendTask, untilTask } from "./a-worker.ts";
import { eventually } from "./eventually.ts";
import { listSandboxes } from "./list-sandboxes.ts";
import { startProcess } from "./start-process.ts";

const script: Script = ({ step }) => {
  const commands = ["echo early > early.txt", "echo running; sleep 300", "ls > late.txt"];
  const command = commands[step];
  return command === undefined ? { text: "Done" } : { calls: [{ name: "shell", input: { command }, callId: `call-${step}` }] };
};

async function aSite() {
  const stack = new AsyncDisposableStack();
  const model = stack.use(await aScriptedModel(script));
  const site = stack.use(await aWorkerSite(model.variables));
  const repository = stack.use(await aSampleRepository());
  const { taskId, attemptId } = await sendTask(site.db, { location: repository.folder, prompt: "Do it" });
  const bodies = async () => (await readEvents(site.db, { attemptId, after: 0 })).map(({ body }) => body);
  return {
    site,
    attemptId,
    untilItRuns: () => eventually(bodies, (log) => log.some((body) => body.type === "command.output" && body.text.includes("running"))),
    loseSandbox: async () => promisify(execFile)("docker", ["rm", "--force", ...(await listSandboxes(attemptId))]),
    /** Another worker sees it to its end; returns what the model was told and the files of the change. */
    finish: async () => {
      await site.start();
      const task = await untilTask(site.db, taskId, ({ status }) => status === "succeeded" || status === "failed");
      expect(task.status).toBe("succeeded");
      const log = await readEvents(site.db, { attemptId, after: 0 });
      expect(log.map(({ seq }) => seq)).toEqual(log.map((_, index) => index + 1));
      const calls = log.flatMap(({ body }) => (body.type === "tool.requested" ? [body.callId] : []));
      expect(calls).toEqual(["call-0", "call-1", "call-2"]);
      const patch = new TextDecoder().decode((await readPatch(site.db, { attemptId }))?.patch);
      return {
        told: log.flatMap(({ body }) => (body.type === "model.told" ? [body.text] : [])),
        files: [...patch.matchAll(/^diff --git a\/(\S+)/gm)].map((match) => match[1]),
      };
    },
    [Symbol.asyncDispose]: () => stack.disposeAsync(),
  };
}

test("with its worker and its sandbox an attempt loses what was not saved, and the model is told so", async () => {
  await using attempt = await aSite();
  await using doomed = startProcess(attempt.site.variables);
  await attempt.untilItRuns();
  await doomed.kill();
  await attempt.loseSandbox();
  const { told, files } = await attempt.finish();
  expect(told).toEqual([expect.stringContaining("None of your changes to the repository had been saved")]);
  expect(files).toEqual(["late.txt"]);
});

test("a worker that drains saves the change, so that even without the sandbox nothing is lost", async () => {
  await using attempt = await aSite();
  const worker = await attempt.site.start();
  await attempt.untilItRuns();
  await worker[Symbol.asyncDispose]();
  await attempt.loseSandbox();
  const { told, files } = await attempt.finish();
  expect(told).toEqual([expect.stringContaining("Your changes to the repository are there")]);
  expect(files).toEqual(["early.txt", "late.txt"]);
});

test("a worker that drains leaves the sandbox to the next one", async () => {
  await using attempt = await aSite();
  const worker = await attempt.site.start();
  await attempt.untilItRuns();
  const before = await listSandboxes(attempt.attemptId);
  await worker[Symbol.asyncDispose]();
  expect(await listSandboxes(attempt.attemptId)).toEqual(before);
  const { told, files } = await attempt.finish();
  expect(told).toEqual([expect.stringContaining("goes on in the same sandbox")]);
  expect(files).toEqual(["early.txt", "late.txt"]);
});
