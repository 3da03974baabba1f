import { compareChecks } from "@slipway/core";
import { readAttemptLog, readEvents } from "@slipway/db";
import { expect, test } from "vitest";
import { aSampleRepository } from "./a-repository.ts";
import { aScriptedModel } from "./a-scripted-model.ts";
import { aWorkerSite, sendTask, untilTask } from "./a-worker.ts";

const COMMAND = [
  "echo x > README.md || echo refused-file",
  "mkdir made || echo refused-folder",
  "git commit --allow-empty -m x || echo refused-commit",
  "cp -r . /tmp/copy && echo x > /tmp/copy/README.md && echo copied",
  "head -n 2 README.md",
].join("\n");

test("an answer reads the repository, changes nothing, proves itself and proposes tasks", async () => {
  await using model = await aScriptedModel(({ step }) => {
    if (step === 0) return { calls: [{ name: "shell", input: { command: COMMAND }, callId: "look" }] };
    const tasks = [{ title: "Round shares", prompt: "Round the shares in src/split.js." }];
    const summary = "It says so 【F:README.md†L1】, as seen 【look†L1】, not here 【F:README.md†L99999】.";
    return { calls: [{ name: "finish", input: { title: "How it splits", summary, tasks }, callId: "end" }] };
  });
  await using site = await aWorkerSite(model.variables);
  await using repository = await aSampleRepository();
  await site.start();
  const environment = { maintenanceScript: "echo made > ignored.txt", checks: [{ name: "test", command: "true", timeoutSeconds: 20 }] };
  const { taskId, attemptId } = await sendTask(site.db, {
    location: repository.folder,
    prompt: "How?",
    environment,
    task: { mode: "ask" },
  });
  const task = await untilTask(site.db, taskId, ({ status }) => status === "succeeded");
  const log = await readAttemptLog(site.db, { attemptId });
  for (const refused of ["refused-file", "refused-folder", "refused-commit", "copied"]) expect(log).toContain(refused);
  const attempt = task.turnList[0]?.attempts[0];
  expect(attempt).toMatchObject({ change: null, verifications: [], cardTasks: [] });
  expect(attempt?.summary).toMatchObject({ cards: [{ title: "Round shares" }], droppedCitations: 1 });
  expect(attempt?.summary?.citations.map(({ marker }) => marker)).toEqual(["【F:README.md†L1】", "【look†L1】"]);
  const phases = (await readEvents(site.db, { attemptId, after: 0 })).flatMap(({ body }) =>
    body.type === "phase.entered" ? [body.phase] : [],
  );
  expect(phases).not.toContain("checks");
  expect(phases).not.toContain("collecting");
});

test("a change over its budget and leftovers are flagged, and claims stand beside what ran", async () => {
  await using model = await aScriptedModel(({ step }) => {
    if (step === 0) return { calls: [{ name: "shell", input: { command: "seq 30 > many.txt; touch a.rej; true" }, callId: "seq" }] };
    const testing = "- `true` passes 【seq†L1】\n- All browsers work";
    return { calls: [{ name: "finish", input: { title: "Many", summary: "Made it.", testing, not_verified: ["Phones"] }, callId: "end" }] };
  });
  await using site = await aWorkerSite(model.variables);
  await using repository = await aSampleRepository();
  await site.start();
  const environment = { checks: [{ name: "fine", command: "true", timeoutSeconds: 20 }] };
  const { taskId } = await sendTask(site.db, {
    location: repository.folder,
    prompt: "x",
    environment,
    task: { limits: { changedLines: 20 } },
  });
  const attempt = (await untilTask(site.db, taskId, ({ status }) => status === "succeeded")).turnList[0]?.attempts[0];
  expect(attempt?.change?.warnings.map(({ kind, path }) => ({ kind, path }))).toEqual([
    { kind: "over_budget", path: "" },
    { kind: "stray", path: "a.rej" },
  ]);
  expect(JSON.stringify(model.server.requests[0])).toContain("One review holds 20 changed lines");
  const told = model.server.requests.filter(({ request }) => request.prompt.includes("over the budget of 20"));
  expect(told).toHaveLength(1);
  expect(attempt?.summary).toMatchObject({
    body: "Made it.",
    testing: [
      { text: "`true` passes", checks: ["fine"] },
      { text: "All browsers work", commands: [], checks: [] },
    ],
    notVerified: ["Phones"],
    droppedCitations: 1,
  });
  expect(compareChecks(attempt?.verifications ?? []).map(({ verdict }) => verdict)).toEqual(["passed"]);
});
