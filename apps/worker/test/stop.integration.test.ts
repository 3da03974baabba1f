import type { Script } from "@slipway/agent";
import { addMessage, cancelTask, ensureOwner, findAttempt, readEvents, readPatch } from "@slipway/db";
import { expect, test } from "vitest";
import { aSampleRepository } from "./a-repository.ts";
import { aScriptedModel } from "./a-scripted-model.ts";
import { aWorkerSite, sendTask, untilTask } from "./a-worker.ts";
import { eventually } from "./eventually.ts";
import { listSandboxes } from "./list-sandboxes.ts";

const script: Script = ({ step, prompt }) => {
  const ask = { calls: [{ name: "ask_user", input: { question: "Go on?" } }] };
  const change = { calls: [{ name: "shell", input: { command: "echo early > early.txt" } }] };
  return [change, prompt.includes("ask") ? ask : { text: "Done" }][step] ?? { text: "Done" };
};

async function aSite() {
  const stack = new AsyncDisposableStack();
  const model = stack.use(await aScriptedModel(script));
  const site = stack.use(await aWorkerSite({ ...model.variables, SLIPWAY_IDLE_MINUTES: "5" }));
  const repository = stack.use(await aSampleRepository());
  const send = (prompt: string, checks: { name: string; command: string; timeoutSeconds: number }[] = []) =>
    sendTask(site.db, { location: repository.folder, prompt, environment: { checks } });
  return { db: site.db, start: site.start, send, [Symbol.asyncDispose]: () => stack.disposeAsync() };
}

type Site = Awaited<ReturnType<typeof aSite>>;

/** The change that was made by then is kept, whatever runs, and no container stays. */
async function stopNow(site: Site, { taskId, attemptId }: { taskId: string; attemptId: string }): Promise<string> {
  const askedAt = performance.now();
  await cancelTask(site.db, { taskId });
  const task = await untilTask(site.db, taskId, ({ status }) => ["succeeded", "failed", "cancelled"].includes(status));
  expect(performance.now() - askedAt).toBeLessThan(10_000);
  await eventually(
    () => listSandboxes(attemptId),
    (ids) => ids.length === 0,
    15_000,
  );
  const events = await readEvents(site.db, { attemptId, after: 0 });
  expect(events.map(({ seq }) => seq)).toEqual(events.map((_, index) => index + 1));
  expect(events.filter(({ body }) => body.type === "attempt.ended")).toHaveLength(1);
  return task.status;
}

const patchOf = async (site: Site, attemptId: string) => new TextDecoder().decode((await readPatch(site.db, { attemptId }))?.patch);

test("an attempt that is queued is stopped at once", async () => {
  await using site = await aSite();
  expect(await stopNow(site, await site.send("anything"))).toBe("cancelled");
});

test("an attempt whose checks run is stopped within ten seconds, and its change is kept", async () => {
  await using site = await aSite();
  await site.start();
  const sent = await site.send("change", [{ name: "slow", command: "trap '' TERM; sleep 300", timeoutSeconds: 600 }]);
  const log = async () => (await readEvents(site.db, { attemptId: sent.attemptId, after: 0 })).map(({ body }) => body);
  await eventually(log, (bodies) => bodies.some((body) => body.type === "check.started" && body.side === "head"));
  expect(await stopNow(site, sent)).toBe("cancelled");
  expect(await patchOf(site, sent.attemptId)).toContain("+early");
});

test("an attempt that goes on is stopped within ten seconds, and keeps what it had when it waited", async () => {
  await using site = await aSite();
  await site.start();
  const sent = await site.send("ask");
  await untilTask(site.db, sent.taskId, ({ status }) => status === "waiting");
  const { userId } = await ensureOwner(site.db, { name: "Ada" });
  await addMessage(site.db, { taskId: sent.taskId, userId, input: { text: "Yes", comments: [] } });
  await eventually(
    () => findAttempt(site.db, sent),
    (attempt) => attempt?.state !== "waiting" && attempt?.state !== "queued",
  );
  expect(["cancelled", "succeeded"]).toContain(await stopNow(site, sent));
  expect(await patchOf(site, sent.attemptId)).toContain("+early");
});
