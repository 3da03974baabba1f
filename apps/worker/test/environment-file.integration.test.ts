import { mkdir, writeFile } from "node:fs/promises";
import path from "node:path";
import type { Script } from "@slipway/agent";
import { isTerminal, type Task } from "@slipway/core";
import { createTask, ensureOwner, instanceId, listSnapshots, readEvents } from "@slipway/db";
import { connectDocker, removeSnapshotImages } from "@slipway/sandbox";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { aSampleRepository, git } from "./a-repository.ts";
import { aScriptedModel } from "./a-scripted-model.ts";
import { aWorkerSite, sendTask, type TestWorker, untilTask } from "./a-worker.ts";
import { removeImage, snapshotTag } from "./snapshot-images.ts";

const script: Script = ({ step }) =>
  step === 0
    ? { calls: [{ name: "shell", input: { command: "env; cat /made; echo new > new.txt" }, callId: "look" }] }
    : { calls: [{ name: "finish", input: { title: "Done", summary: "Did it." }, callId: "end" }] };

let model: Awaited<ReturnType<typeof aScriptedModel>>;
let site: TestWorker;
let repository: Awaited<ReturnType<typeof aSampleRepository>>;
beforeAll(async () => {
  model = await aScriptedModel(script);
  site = await aWorkerSite(model.variables);
  await site.start();
});
afterAll(async () => {
  await site[Symbol.asyncDispose]();
  await model[Symbol.asyncDispose]();
});
beforeEach(async () => {
  repository = await aSampleRepository();
  return () => repository[Symbol.asyncDispose]();
});

async function commitFile(text: string): Promise<void> {
  await mkdir(path.join(repository.folder, ".slipway"), { recursive: true });
  await writeFile(path.join(repository.folder, ".slipway/environment.yml"), text);
  await git(repository.folder, "add", "-A");
  await git(repository.folder, "commit", "-qm", "Environment");
}

const ended = ({ status, turnList }: Task) =>
  isTerminal(turnList.at(-1)?.attempts.at(-1)?.state ?? "queued") && ["succeeded", "failed", "cancelled"].includes(status);

test("the repository's own file wins over what is stored, and the rest comes from the store", async () => {
  await commitFile(
    "setupScript: echo from the file > /made\nvariables:\n  FROM: file\nchecks:\n  - name: new\n    command: test -f new.txt\n",
  );
  const sent = await sendTask(site.db, {
    location: repository.folder,
    prompt: "Look",
    environment: {
      variables: { FROM: "store", STORED: "1" },
      checks: [{ name: "old", command: "false", timeoutSeconds: 5 }],
      limits: { cpus: 1 },
    },
  });
  const task = await untilTask(site.db, sent.taskId, ended, 100_000);
  const snapshots = await listSnapshots(site.db, { environmentId: sent.environmentId });
  await Promise.all(snapshots.map(({ id }) => removeImage(snapshotTag(id))));
  const attempt = task.turnList[0]?.attempts[0];
  expect(attempt).toMatchObject({ state: "succeeded", failure: null });
  expect(attempt?.verifications.map(({ name, side, outcome }) => [name, side, outcome])).toEqual([
    ["new", "base", "failed"],
    ["new", "head", "passed"],
  ]);
  const events = (await readEvents(site.db, { attemptId: sent.attemptId, after: 0 })).map(({ body }) => body);
  const output = events.flatMap((body) => (body.type === "command.output" && body.callId === "look" ? [body.text] : [])).join("");
  expect(output).toContain("FROM=file\n");
  expect(output).toContain("from the file\n");
  expect(output).not.toContain("STORED=1");
  const notes = events.flatMap((body) => (body.type === "note.added" ? [body.text] : []));
  expect(notes).toContain(`Environment from .slipway/environment.yml at ${task.baseCommit?.slice(0, 12)}.`);
});

test("C14: a file that asks for mounts, privileges or the host's network ends the attempt and names each line", async () => {
  await commitFile("image: node:24\nprivileged: true\nmounts:\n  - /var/run/docker.sock\nnetwork: host\n");
  const sent = await sendTask(site.db, { location: repository.folder, prompt: "Look" });
  const task = await untilTask(site.db, sent.taskId, ended, 60_000);
  const failure = task.turnList[0]?.attempts[0]?.failure;
  expect(failure).toMatchObject({
    code: "environment_invalid",
    message: expect.stringMatching(/^\.slipway\/environment\.yml cannot be used: line \d: /),
    hint: expect.stringContaining("send the task anew"),
  });
  for (const line of ["yml:2: ", "yml:3: ", "yml:5: "]) expect(failure?.log).toContain(line);
});

test("the repository's own file applies to a task without a stored environment too, and two such tasks share the snapshot", async () => {
  await commitFile("setupScript: echo from the file > /made\nvariables:\n  FROM: file\n");
  const first = await sendTask(site.db, { location: repository.folder, prompt: "Look" });
  const { userId } = await ensureOwner(site.db, { name: "Ada" });
  const input = { repositoryId: first.repositoryId, prompt: "Look", mode: "code", attempts: 1, limits: {} } as const;
  const plain = { userId, input, model: "scripted", demo: false, title: "Look", branch: "main", environmentId: null };
  const sent = [await createTask(site.db, plain)];
  const one = await untilTask(site.db, sent[0]?.taskId ?? "", ended, 100_000);
  sent.push(await createTask(site.db, plain));
  const other = await untilTask(site.db, sent[1]?.taskId ?? "", ended, 100_000);
  const [attempt] = one.turnList[0]?.attempts ?? [];
  expect(attempt).toMatchObject({ state: "succeeded", snapshot: { outcome: "built", reason: "Built because it is the first build." } });
  expect(other.turnList[0]?.attempts[0]?.snapshot).toMatchObject({ outcome: "hit" });
  const events = await readEvents(site.db, { attemptId: attempt?.id ?? "", after: 0 });
  const text = events.flatMap(({ body }) => (body.type === "command.output" ? [body.text] : [])).join("");
  expect(text).toContain("FROM=file\n");
  expect(text).toContain("from the file\n");
  const note = events.flatMap(({ body }) => (body.type === "note.added" && body.text.startsWith("Snapshot ") ? [body.text] : []));
  const policy = { instance: await instanceId(site.db), isKnown: () => false, minAgeMs: 0 };
  await removeSnapshotImages(connectDocker(), policy);
  expect(note).toHaveLength(1);
});
