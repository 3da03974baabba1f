import { mkdir, writeFile } from "node:fs/promises";
import path from "node:path";
import { isTerminal } from "@slipway/core";
import { expect, test, vi } from "vitest";
import { aSampleRepository, git } from "./a-repository.ts";
import { aScriptedModel } from "./a-scripted-model.ts";
import { aWorkerSite, sendTask, untilTask } from "./a-worker.ts";

vi.setConfig({ testTimeout: 120_000 });

test("the rules of the repository are told at the base commit: the root's at once, a folder's when the agent first works there", async () => {
  await using repository = await aSampleRepository();
  const files = {
    "AGENTS.md": "Root rules at the base.",
    "CLAUDE.md": "Never read beside AGENTS.md.",
    "CONTRIBUTING.md": "How people work here.",
    "web/ui/CLAUDE.md": "Web rules.",
  };
  for (const [name, text] of Object.entries(files)) {
    await mkdir(path.dirname(path.join(repository.folder, name)), { recursive: true });
    await writeFile(path.join(repository.folder, name), `${text}\n`);
  }
  await git(repository.folder, "add", "-A");
  await git(repository.folder, "commit", "-qm", "Rules");
  const commands = ["echo Changed by the agent. > AGENTS.md", "ls web/ui", "cat web/ui/CLAUDE.md | wc -c"];
  await using model = await aScriptedModel(({ step }) => {
    const command = commands[step];
    if (command === undefined) return { calls: [{ name: "finish", input: { title: "Done", summary: "Did it." }, callId: "end" }] };
    return { calls: [{ name: "shell", input: { command }, callId: `call-${step}` }] };
  });
  await using site = await aWorkerSite(model.variables);
  await site.start();
  const { taskId } = await sendTask(site.db, { location: repository.folder, prompt: "Draw a button" });
  const task = await untilTask(site.db, taskId, ({ status }) => isTerminal(status));
  expect(task.status).toBe("succeeded");

  const requests = model.server.requests.map(({ body }) => JSON.stringify(body));
  const opening = model.server.requests[0]?.request.userTexts[0] ?? "";
  expect(opening).toContain('<repository_instructions source="AGENTS.md">\nRoot rules at the base.\n</repository_instructions>');
  expect(opening).toContain("- web/ui/: web/ui/CLAUDE.md");
  expect(opening).toContain("Its rules for contributors: CONTRIBUTING.md");
  for (const unsaid of ["Never read", "How people work", "Web rules."]) expect(requests[0]).not.toContain(unsaid);
  const timesShown = requests.map((request) => request.split("Web rules.").length - 1);
  expect(timesShown).toEqual([0, 0, 1, 1]);
});
