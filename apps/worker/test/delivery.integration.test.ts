import { rm } from "node:fs/promises";
import path from "node:path";
import { addMessage, createDelivery, ensureOwner, getTask, takeOutbox } from "@slipway/db";
import { expect, test } from "vitest";
import { aSampleRepository, git } from "./a-repository.ts";
import { aScriptedModel } from "./a-scripted-model.ts";
import { aWorkerSite, sendTask, untilTask } from "./a-worker.ts";

test("the stored change becomes one branch, and a follow-up one more commit on it", async () => {
  await using model = await aScriptedModel(({ step, prompt }) =>
    step === 0
      ? {
          calls: [
            {
              name: "shell",
              input: { command: `printf '\\000\\001' > bin.dat; echo "${prompt.slice(0, 5)}" >> notes.md; chmod +x notes.md` },
            },
          ],
        }
      : { text: "Wrote the notes.\n\nFixes #1, thanks @somebody [skip ci]" },
  );
  await using site = await aWorkerSite(model.variables);
  await using repository = await aSampleRepository();
  await site.start();
  const { userId } = await ensureOwner(site.db, { name: "Ada" });
  const { taskId } = await sendTask(site.db, { location: repository.folder, prompt: "first" });
  const deliver = async (turns: number) => {
    const task = await untilTask(site.db, taskId, (each) => each.turns === turns && each.status === "succeeded");
    const attemptId = task.turnList.at(-1)?.attempts[0]?.id ?? "";
    const input = { kind: "branch", draft: true, acceptWarnings: true } as const;
    await createDelivery(site.db, {
      attemptId,
      userId,
      input,
      branch: "slipway/notes",
      title: "Write the notes",
      body: "Fixes #1, thanks @somebody [skip ci]",
    });
    const delivered = await untilTask(
      site.db,
      taskId,
      (each) => each.deliveries.filter(({ finishedAt }) => finishedAt !== null).length === turns,
    );
    return { headTree: task.turnList.at(-1)?.attempts[0]?.change?.headTree, deliveries: delivered.deliveries };
  };
  const first = await deliver(1);
  expect(first.deliveries.map(({ state, error }) => ({ state, error }))).toEqual([{ state: "delivered", error: null }]);
  await addMessage(site.db, { taskId, userId, input: { text: "again", comments: [] } });
  const second = await deliver(2);
  expect(second.deliveries.map(({ branch }) => branch)).toEqual(["slipway/notes", "slipway/notes"]);
  expect(await git(repository.folder, "rev-parse", "slipway/notes^{tree}")).toBe(second.headTree);
  expect(await git(repository.folder, "rev-parse", "slipway/notes~1^{tree}")).toBe(first.headTree);
  expect(await git(repository.folder, "rev-parse", "slipway/notes~2")).toBe(await git(repository.folder, "rev-parse", "main"));
  const message = await git(repository.folder, "log", "-1", "--format=%an%n%B", "slipway/notes");
  expect(message.split("\n")[0]).toBe("Ada");
  expect(message).not.toMatch(/#1|@somebody|\[skip ci\]/);
});

test("a delivery that cannot be made says why, and the change is still there", async () => {
  await using model = await aScriptedModel(({ step }) =>
    step === 0 ? { calls: [{ name: "shell", input: { command: "echo x > x" } }] } : { text: "x" },
  );
  await using site = await aWorkerSite(model.variables);
  await using repository = await aSampleRepository();
  await site.start();
  const { userId } = await ensureOwner(site.db, { name: "Ada" });
  const { taskId, attemptId } = await sendTask(site.db, { location: repository.folder, prompt: "first" });
  await untilTask(site.db, taskId, ({ status }) => status === "succeeded");
  await rm(path.join(repository.folder, ".git"), { recursive: true });
  await createDelivery(site.db, {
    attemptId,
    userId,
    input: { kind: "branch", draft: true, acceptWarnings: false },
    branch: "slipway/x",
    title: "X",
    body: "",
  });
  const task = await untilTask(site.db, taskId, (each) => each.deliveries[0]?.finishedAt != null);
  expect(task.deliveries[0]).toMatchObject({ state: "failed", error: expect.stringContaining("repository") });
  expect((await getTask(site.db, { taskId })).stats?.files).toBe(1);
  expect(await takeOutbox(site.db, { limit: 10, deliver: async () => undefined })).toBe(0);
});

test("a change with warnings is not delivered unseen, and the refusal names each file", async () => {
  await using model = await aScriptedModel(({ step }) =>
    step === 0 ? { calls: [{ name: "shell", input: { command: "ln -s /etc/a one && ln -s /etc/b two" } }] } : { text: "x" },
  );
  await using site = await aWorkerSite(model.variables);
  await using repository = await aSampleRepository();
  await site.start();
  const { userId } = await ensureOwner(site.db, { name: "Ada" });
  const { taskId, attemptId } = await sendTask(site.db, { location: repository.folder, prompt: "first" });
  await untilTask(site.db, taskId, ({ status }) => status === "succeeded");
  const input = { kind: "branch", draft: true, acceptWarnings: false } as const;
  await createDelivery(site.db, { attemptId, userId, input, branch: "slipway/x", title: "X", body: "" });
  const task = await untilTask(site.db, taskId, (each) => each.deliveries[0]?.finishedAt != null);
  const link = "A symbolic link: see where it points before you follow it.";
  expect(task.deliveries[0]).toMatchObject({
    state: "failed",
    error: `The change needs a second look before it is delivered. one: ${link} two: ${link}`,
  });
});
