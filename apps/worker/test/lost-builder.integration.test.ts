import { spawn } from "node:child_process";
import { once } from "node:events";
import path from "node:path";
import { type Database, listEnvironments, listSnapshots, readEvents } from "@slipway/db";
import { expect, test } from "vitest";
import { aSampleRepository } from "./a-repository.ts";
import { aScriptedModel, commandScript } from "./a-scripted-model.ts";
import { aWorkerSite, sendTask, untilTask } from "./a-worker.ts";
import { listSandboxes } from "./list-sandboxes.ts";
import { removeImage, snapshotTag } from "./snapshot-images.ts";

const main = path.join(import.meta.dirname, "../src/main.ts");

async function hasBegun(db: Database, attemptId: string): Promise<boolean> {
  const events = await readEvents(db, { attemptId, after: 0 });
  return events.some(({ body }) => body.type === "command.started" && body.callId === "setup");
}

test("a worker killed while it builds a snapshot leaves the build to another one, and nothing behind", async () => {
  await using model = await aScriptedModel(commandScript("cat /opt/made"));
  await using site = await aWorkerSite(model.variables);
  await using repository = await aSampleRepository();
  const doomed = spawn(process.execPath, [main], {
    env: { PATH: process.env.PATH, HOME: process.env.HOME, ...site.variables },
    stdio: "ignore",
  });
  const setupScript = "sleep 5; echo made > /opt/made";
  const { taskId, attemptId, repositoryId } = await sendTask(site.db, {
    location: repository.folder,
    prompt: "Look",
    environment: { setupScript },
  });
  await expect.poll(() => hasBegun(site.db, attemptId), { timeout: 60_000 }).toBe(true);
  doomed.kill("SIGKILL");
  await once(doomed, "exit");
  await site.start();
  const task = await untilTask(site.db, taskId, ({ status }) => status === "succeeded" || status === "failed");
  expect(task.status).toBe("succeeded");
  const [environment] = await listEnvironments(site.db, { repositoryId });
  const snapshots = await listSnapshots(site.db, { environmentId: environment?.id ?? "" });
  expect(snapshots).toMatchObject([{ state: "ready", reason: "the build before was interrupted" }]);
  await expect.poll(() => listSandboxes(attemptId), { timeout: 60_000 }).toEqual([]);
  expect(await removeImage(snapshotTag(snapshots[0]?.id))).toBe(true);
});
