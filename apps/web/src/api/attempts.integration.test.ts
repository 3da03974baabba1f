import { execFileSync } from "node:child_process";
import { randomUUID } from "node:crypto";
import { mkdtemp } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import type { Repository, Task, VerificationOutcome, VerificationSide } from "@slipway/core";
import { appendEvents, claimAttempt, createRepository, createTask, ensureOwner, finishAttempt, moveAttempt, takeOutbox } from "@slipway/db";
import { examinePatch, openMirror, updateMirror } from "@slipway/forge";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { makeRepository } from "./test/make-repository.ts";
import { bodyOf, openTestApi, type TestApi } from "./test/open-test-api.ts";

const patch = "diff --git a/README.md b/README.md\n--- a/README.md\n+++ b/README.md\n@@ -1 +1,2 @@\n hello\n+world\n";
let test: TestApi;
let repository: Repository;
let attemptId: string;
let taskId: string;

beforeAll(async () => {
  test = await openTestApi({ GITHUB_TOKEN: "not-used", SLIPWAY_DATA_DIR: await mkdtemp(path.join(tmpdir(), "slipway-data-")) });
  repository = await bodyOf<Repository>(await test.call("POST", "/repositories", { body: { path: await makeRepository(["main"]) } }), 201);
  const task = await bodyOf<Task>(await test.call("POST", "/tasks", { body: { repositoryId: repository.id, prompt: "Say world" } }), 201);
  taskId = task.id;
  attemptId = task.turnList[0]?.attempts[0]?.id ?? "";
  await succeed(attemptId, [aResult("head", "passed")]);
});
afterAll(() => test[Symbol.asyncDispose]());

describe("a finished attempt", () => {
  it("gives its change as bytes that git applies", async () => {
    const response = await test.call("GET", `/attempts/${attemptId}/patch`);
    expect(response.headers.get("content-disposition")).toBe(`attachment; filename="slipway-${attemptId}.patch"`);
    expect(response.headers.get("content-type")).toBe("text/x-patch");
    const received = await response.text();
    expect(received).toBe(patch);
    execFileSync("git", ["-C", repository.location, "apply", "--check"], { input: received });
  });

  it("shows files before and after, and none outside the tree (G20)", async () => {
    const read = async (query: string) => test.call("GET", `/attempts/${attemptId}/file?${query}`);
    expect(await (await read("side=base&path=README.md")).text()).toBe("hello\n");
    expect(await (await read("side=head&path=README.md")).text()).toBe("hello\nworld\n");
    expect((await read("side=head&path=../../etc/passwd")).status).toBe(404);
    expect((await read("side=work&path=README.md")).status).toBe(400);
  });

  it("lists the requests that its sandboxes made, with the command that ran", async () => {
    const { items } = await bodyOf<{ items: unknown[] }>(await test.call("GET", `/attempts/${attemptId}/network`), 200);
    expect(items).toEqual([
      expect.objectContaining({ outcome: "denied", host: "a.example.org", port: 443, command: "curl a", callId: "c", phase: "agent" }),
    ]);
  });

  it("shows what its checks printed", async () => {
    const task = await bodyOf<Task>(await test.call("GET", `/tasks/${taskId}`), 200);
    const verification = task.turnList[0]?.attempts[0]?.verifications[0];
    expect(await (await test.call("GET", `/verifications/${verification?.id}/log`)).text()).toBe("1 passing\n");
  });

  it("has no pull request where there is no forge, and is pushed as a branch of our own naming", async () => {
    const refused = await test.call("POST", `/attempts/${attemptId}/delivery`, { body: { kind: "pull_request" } });
    expect(await bodyOf(refused, 400)).toMatchObject({
      detail: expect.stringContaining("Push the branch instead"),
      errors: [{ path: "kind" }],
    });
    const delivery = await bodyOf(await test.call("POST", `/attempts/${attemptId}/delivery`, { body: { kind: "branch" } }), 201);
    expect(delivery).toMatchObject({ kind: "branch", state: "queued", branch: `slipway/say-world-${taskId.slice(-8)}` });
    await expect.poll(() => takeOutbox(test.context.db, { limit: 50, deliver: async () => {} }), { timeout: 10_000 }).toBe(0);
  });

  it("is reviewed with comments that keep the lines they are about, where there is such a line", async () => {
    const comments = [
      { path: "README.md", line: 2, side: "head", text: "Which world?" },
      { path: "README.md", line: 1, side: "base", text: "Was this greeted before?" },
      { path: "README.md", line: 99, side: "head", text: "And here?" },
      { path: "gone.md", line: 1, side: "head", text: "What of this?" },
    ];
    const { task } = await bodyOf<{ task: Task }>(await test.call("POST", `/tasks/${taskId}/messages`, { body: { comments } }), 201);
    expect(task.turnList[1]?.comments.map(({ quote }) => quote)).toEqual(["world", "hello", undefined, undefined]);
  });
});

it("proposes a pull request as a draft where a check newly fails, and leaves the last word to the person", async () => {
  const drafts = async (base: VerificationOutcome, draft?: boolean) => {
    const attempt = await aGitHubAttempt();
    await succeed(attempt, [aResult("base", base), aResult("head", "failed")]);
    const body = { kind: "pull_request", ...(draft === undefined ? {} : { draft }) };
    return (await bodyOf<{ draft: boolean }>(await test.call("POST", `/attempts/${attempt}/delivery`, { body }), 201)).draft;
  };
  expect(await drafts("passed")).toBe(true);
  expect(await drafts("passed", false)).toBe(false);
  expect(await drafts("failed")).toBe(false);
  expect(await drafts("failed", true)).toBe(true);
});

async function aGitHubAttempt(): Promise<string> {
  const { db } = test.context;
  const { userId } = await ensureOwner(db, { name: "Owner" });
  const location = `https://github.com/acme/${randomUUID()}`;
  const { id } = await createRepository(db, { name: "acme", kind: "github", location, defaultBranch: "main", sample: false });
  const input = { repositoryId: id, prompt: "Say world", mode: "code" as const, attempts: 1, limits: {}, images: [] };
  const common = { model: "m", demo: false, providerId: null, title: "Say world", branch: "main", environmentId: null };
  return (await createTask(db, { userId, input, ...common })).attemptIds[0] ?? "";
}

/** Does what a worker does at the end of an attempt, with a real mirror. */
async function succeed(attemptId: string, results: readonly { side: VerificationSide; outcome: VerificationOutcome }[]): Promise<void> {
  const { db, settings } = test.context;
  const work = await claimAttempt(db, { attemptId, workerId: "test", leaseSeconds: 60 });
  if (work === null) throw new Error("The attempt could not be claimed");
  const held = { attemptId, epoch: work.epoch };
  await moveAttempt(db, { ...held, signal: "prepared" });
  await appendEvents(db, {
    ...held,
    bodies: [
      { type: "command.started", callId: "c", command: "curl a", cwd: "/" },
      { type: "network.denied", host: "a.example.org", port: 443, reason: "The host is not on the allowed list.", command: null },
    ],
  });
  await moveAttempt(db, { ...held, signal: "ended" });
  const mirror = openMirror({ root: settings.mirrorsDir, repository, credential: null });
  const baseCommit = await updateMirror(mirror, { branch: "main", signal: AbortSignal.timeout(20_000) });
  const change = { baseCommit, patch: new TextEncoder().encode(patch) };
  await finishAttempt(db, {
    ...held,
    ending: {
      kind: "succeeded",
      summary: { title: "Say world", body: "It says world.", citations: [], droppedCitations: 0, testing: [], notVerified: [], cards: [] },
    },
    change: { ...change, ...(await examinePatch(mirror, change)) },
    verifications: results.map((result, position) => ({ ...result, ...aCheck, position, target: baseCommit })),
  });
}

function aResult(side: VerificationSide, outcome: VerificationOutcome) {
  return { side, outcome };
}

const aCheck = {
  name: "tests",
  command: "npm test",
  reason: null,
  exitCode: 0,
  durationMs: 5,
  tests: null,
  flaky: false,
  log: "1 passing\n",
  cacheKey: null,
  cached: false,
};
