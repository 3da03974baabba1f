import { ConflictError, InvalidInputError, type Waiting } from "@slipway/core";
import pg from "pg";
import { afterAll, describe, expect, test } from "vitest";
import { aChange, aClaimedAttempt, aSummary, claimed } from "../../test/a-task.ts";
import { withDatabase } from "../../test/with-database.ts";
import {
  addMessage,
  appendEvents,
  archiveTask,
  cancelTask,
  claimAttempt,
  countTasks,
  deleteMessage,
  editMessage,
  findAttempt,
  finishAttempt,
  getTask,
  isSandboxLive,
  moveAttempt,
  parkAttempt,
  readEvents,
  readPatch,
  recordSandbox,
  releaseAttempt,
  releaseSandboxes,
  resumeAttempt,
  sweepAttempts,
  takeMessages,
  takeWarmSandbox,
  wakeAttempts,
} from "../index.ts";

const { db, url, ...database } = await withDatabase({ maxConnections: 10 });
const sql = new pg.Pool({ connectionString: url, max: 1 });
afterAll(async () => {
  await sql.end();
  await database[Symbol.asyncDispose]();
});

const question: Waiting = { kind: "question", question: "Tabs or spaces?", choices: ["Tabs", "Spaces"] };
const steps: Waiting = { kind: "limit", limit: "steps", used: 100, allowed: 100 };
const engineId = "engine-1";
const expire = (attemptId: string) =>
  sql.query(`UPDATE "Attempt" SET "sandboxKeptUntil" = now() - interval '1 second' WHERE id = $1`, [attemptId]);

type Parking = { waiting?: Waiting; wakeAt?: string | null };

async function aParkedAttempt({ waiting = question, wakeAt = null }: Parking = {}) {
  const work = await aClaimedAttempt(db);
  await moveAttempt(db, { ...work, signal: "prepared" });
  await recordSandbox(db, { ...work, sandboxId: `box-${work.attemptId}`, engineId });
  await parkAttempt(db, { ...work, waiting, wakeAt, change: aChange(), keepSandboxSeconds: 600 });
  return work;
}

async function aKeptAttempt(keepSandboxSeconds = 600) {
  const work = await aClaimedAttempt(db);
  const sandboxId = `box-${work.attemptId}`;
  await recordSandbox(db, { ...work, sandboxId, engineId });
  await moveAttempt(db, { ...work, signal: "prepared" });
  await moveAttempt(db, { ...work, signal: "ended" });
  const ending = { kind: "succeeded" as const, summary: aSummary };
  await finishAttempt(db, { ...work, ending, change: aChange(), verifications: [], keepSandboxSeconds });
  return { ...work, sandboxId };
}

const bodies = async (attemptId: string) => (await readEvents(db, { attemptId, after: 0 })).map(({ body }) => body);

describe("parking", () => {
  test("a parked attempt holds no lease and no start, keeps its change and its sandbox, and asks for a person", async () => {
    const work = await aParkedAttempt();
    const task = await getTask(db, work);
    expect(task).toMatchObject({ status: "waiting", waiting: question, unread: true });
    expect(task.turnList[0]?.attempts[0]).toMatchObject({ waiting: question, sandboxKeptUntil: expect.any(String) });
    expect((await readPatch(db, work))?.patch).toEqual(aChange().patch);
    expect((await bodies(work.attemptId)).slice(-2).map(({ type }) => type)).toEqual(["change.stored", "attempt.waiting"]);
    const late = appendEvents(db, { ...work, bodies: [{ type: "note.added", level: "info", text: "late" }] });
    await expect(late).rejects.toThrow(ConflictError);
    expect(await sweepAttempts(db, { maxStarts: 3 })).toMatchObject({ requeued: [], failed: [], cancelled: [] });
    expect(await claimAttempt(db, { attemptId: work.attemptId, workerId: "w", leaseSeconds: 60 })).toBeNull();
  });

  test("one that was asked to stop meanwhile is cancelled with its change, not parked", async () => {
    const work = await aClaimedAttempt(db);
    await moveAttempt(db, { ...work, signal: "prepared" });
    await cancelTask(db, work);
    expect(await parkAttempt(db, { ...work, waiting: question, wakeAt: null, change: aChange() })).toBe("cancelled");
    expect(await getTask(db, work)).toMatchObject({ status: "cancelled", stats: { files: 1 } });
  });

  test("a question that a message met already is no reason to wait", async () => {
    const work = await aClaimedAttempt(db);
    await moveAttempt(db, { ...work, signal: "prepared" });
    await addMessage(db, { ...work, userId: "", input: { text: "Tabs, by the way", comments: [] } });
    expect(await parkAttempt(db, { ...work, waiting: question, wakeAt: null, change: null })).toBe("queued");
    const types = (await bodies(work.attemptId)).map(({ type }) => type);
    expect(types.slice(-2)).toEqual(["attempt.requeued", "phase.entered"]);
    expect(types).not.toContain("attempt.waiting");
    expect(await takeMessages(db, await claimed(db, work.attemptId))).toMatchObject([{ text: "Tabs, by the way", answers: false }]);
  });

  test("a waiting attempt is cancelled at once, and its sandbox is let go", async () => {
    const work = await aParkedAttempt();
    await cancelTask(db, work);
    expect(await findAttempt(db, work)).toMatchObject({ state: "cancelled" });
    expect(await readPatch(db, work)).not.toBeNull();
    expect((await releaseSandboxes(db, { engineId, most: 100 })).sandboxIds).toContain(`box-${work.attemptId}`);
  });

  test("an attempt that waits for a provider goes on by itself and asks nobody", async () => {
    const before = await countTasks(db);
    const wakeAt = new Date(Date.now() - 1_000).toISOString();
    const work = await aParkedAttempt({ waiting: { kind: "rate_limit", until: wakeAt, reason: "429" }, wakeAt });
    const later = await aParkedAttempt({ waiting: question });
    expect((await getTask(db, work)).unread).toBe(false);
    expect((await countTasks(db)).attention).toBe(before.attention + 1);
    const woken = await Promise.all([wakeAttempts(db), wakeAttempts(db)]);
    expect(woken.flatMap(({ attemptIds }) => attemptIds)).toEqual([work.attemptId]);
    expect(await findAttempt(db, later)).toMatchObject({ state: "waiting" });
  });
});

describe("resuming", () => {
  test("an answer queues the attempt again with what it left, and its next start is not counted as a failed one", async () => {
    const work = await aParkedAttempt();
    expect(await addMessage(db, { ...work, userId: "", input: { text: "Tabs", comments: [] } })).toEqual({ kind: "answer" });
    expect((await bodies(work.attemptId)).slice(-2)).toEqual([
      { type: "attempt.resumed", reason: "The person answered.", answered: true },
      { type: "phase.entered", phase: "queued" },
    ]);
    const again = await claimed(db, work.attemptId);
    expect(again).toMatchObject({ starts: 1, storedPatch: aChange().patch, taskAttemptIds: [work.attemptId] });
    expect(again.sandbox).toEqual({ id: `box-${work.attemptId}`, engineId, warmOf: null });
    expect(await takeMessages(db, again)).toMatchObject([{ text: "Tabs", answers: true }]);
    expect((await bodies(work.attemptId)).at(-1)).toMatchObject({ type: "message.added", text: "Tabs", answers: true });
  });

  test("a limit that is used up doubles, or becomes what the person says, and never what is used already", async () => {
    const work = await aParkedAttempt({ waiting: steps });
    expect(await addMessage(db, { ...work, userId: "", input: { text: "Hurry", comments: [] } })).toEqual({ kind: "steering" });
    const tooLittle = resumeAttempt(db, { attemptId: work.attemptId, input: { limits: { steps: 100 } } });
    await expect(tooLittle).rejects.toThrow(InvalidInputError);
    await resumeAttempt(db, { attemptId: work.attemptId, input: { limits: {} } });
    const again = await claimed(db, work.attemptId);
    expect(again.limits).toEqual({ steps: 200 });
    await moveAttempt(db, { ...again, signal: "prepared" });
    const money: Waiting = { kind: "limit", limit: "money", used: 1.02, allowed: 1 };
    await parkAttempt(db, { ...again, waiting: money, wakeAt: null, change: null });
    await resumeAttempt(db, { attemptId: work.attemptId, input: { limits: { costUsd: 5, tokens: 7_000 } } });
    expect((await claimed(db, work.attemptId)).limits).toEqual({ steps: 200, costUsd: 5, tokens: 7_000 });
  });

  test("the platform's own bounds end the doubling", async () => {
    const work = await aParkedAttempt({ waiting: { ...steps, used: 800, allowed: 800 } });
    await resumeAttempt(db, { attemptId: work.attemptId, input: { limits: {} } });
    expect((await claimed(db, work.attemptId)).limits).toEqual({ steps: 1_000 });
  });

  test("only what waits is resumed, and of two who resume at once one does", async () => {
    const work = await aParkedAttempt();
    const both = await Promise.allSettled([1, 2].map(() => resumeAttempt(db, { attemptId: work.attemptId, input: { limits: {} } })));
    expect(both.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
    const seqs = (await readEvents(db, { attemptId: work.attemptId, after: 0 })).map(({ seq }) => seq);
    expect(seqs).toEqual(seqs.map((_, index) => index + 1));
  });

  test("a drained attempt's change is there for its next worker, and its last change takes the place of that", async () => {
    const work = await aClaimedAttempt(db);
    await releaseAttempt(db, { ...work, reason: "Stopped.", cause: "drained", change: aChange({ headTree: "1".repeat(40) }) });
    const again = await claimed(db, work.attemptId);
    expect(again.storedPatch).toEqual(aChange().patch);
    await finishAttempt(db, { ...again, ending: { kind: "cancelled", reason: "x" }, change: aChange(), verifications: [] });
    expect((await getTask(db, work)).turnList[0]?.attempts[0]?.change?.headTree).toBe("b".repeat(40));
  });
});

describe("kept sandboxes", () => {
  test("a follow-up may go on in the sandbox of the turn before, once", async () => {
    const work = await aKeptAttempt();
    const added = await addMessage(db, { ...work, userId: "", input: { text: "More", comments: [] } });
    if (added.kind !== "turn") throw new Error("expected a turn");
    const next = await claimed(db, added.attemptIds[0]);
    expect(next.sandbox).toEqual({ id: work.sandboxId, engineId, warmOf: work.attemptId });
    const take = () => takeWarmSandbox(db, { ...next, fromAttemptId: work.attemptId, sandboxId: work.sandboxId });
    expect((await Promise.all([take(), take()])).sort()).toEqual([false, true]);
    expect(await isSandboxLive(db, { ...work, sandboxId: work.sandboxId })).toBe(true);
    await releaseAttempt(db, { ...next, reason: "x", cause: "broken" });
    expect((await claimed(db, next.attemptId)).sandbox).toEqual({ id: work.sandboxId, engineId, warmOf: null });
  });

  test("another task's attempt never gets it", async () => {
    const work = await aKeptAttempt();
    const stranger = await aClaimedAttempt(db);
    expect(stranger.sandbox).toBeNull();
    expect(stranger.taskAttemptIds).not.toContain(work.attemptId);
  });

  test("a container is needed while its attempt is under way or keeps it, and not after", async () => {
    const work = await aClaimedAttempt(db);
    const sandboxId = "box-of-a-lost-worker";
    const live = (id = sandboxId) => isSandboxLive(db, { attemptId: work.attemptId, epoch: work.epoch, sandboxId: id });
    expect(await live("not-recorded-yet")).toBe(true);
    await recordSandbox(db, { ...work, sandboxId, engineId });
    await sql.query(`UPDATE "Attempt" SET "leaseUntil" = now() - interval '1 second' WHERE id = $1`, [work.attemptId]);
    expect(await live()).toBe(true);
    expect(await live("another")).toBe(false);
    await sweepAttempts(db, { maxStarts: 3 });
    expect(await live()).toBe(true);
    await cancelTask(db, work);
    expect(await live()).toBe(false);
  });

  test("the oldest are released first, and what is over, archived or cancelled is released whatever the bound", async () => {
    await releaseSandboxes(db, { engineId, most: 0 });
    const over = await aKeptAttempt();
    const archived = await aKeptAttempt();
    const oldest = await aKeptAttempt(100);
    const newer = await aKeptAttempt(200);
    const newest = await aKeptAttempt(300);
    await expire(over.attemptId);
    await archiveTask(db, archived);
    const first = await releaseSandboxes(db, { engineId, most: 3 });
    expect(first.sandboxIds.sort()).toEqual([over.sandboxId, archived.sandboxId].sort());
    expect(first.kept).toBe(3);
    expect(await releaseSandboxes(db, { engineId, most: 2 })).toEqual({ sandboxIds: [oldest.sandboxId], kept: 2 });
    expect(await releaseSandboxes(db, { engineId: "another", most: 0 })).toEqual({ sandboxIds: [], kept: 0 });
    expect((await releaseSandboxes(db, { engineId, most: 0 })).sandboxIds.sort()).toEqual([newer.sandboxId, newest.sandboxId].sort());
  });
});

describe("messages that nobody heard", () => {
  const send = async (work: { taskId: string }, text: string) => {
    await addMessage(db, { ...work, userId: "", input: { text, comments: [] } });
    const { turnList } = await getTask(db, work);
    return turnList[0]?.messages.at(-1)?.id ?? "";
  };

  test("can be rewritten and taken back until an attempt hears them", async () => {
    const work = await aClaimedAttempt(db);
    const kept = await send(work, "Use tabs");
    const gone = await send(work, "Also delete everything");
    await editMessage(db, { messageId: kept, text: "Use spaces" });
    await deleteMessage(db, { messageId: gone });
    expect((await takeMessages(db, work)).map(({ text }) => text)).toEqual(["Use spaces"]);
    await expect(editMessage(db, { messageId: kept, text: "Too late" })).rejects.toThrow(ConflictError);
    await expect(deleteMessage(db, { messageId: kept })).rejects.toThrow(ConflictError);
  });

  test("an edit that races the hearing is either heard or refused", async () => {
    for (let round = 0; round < 20; round++) {
      const work = await aClaimedAttempt(db);
      const messageId = await send(work, "before");
      const [edited, heard] = await Promise.all([
        editMessage(db, { messageId, text: "after" }).then(
          () => true,
          () => false,
        ),
        takeMessages(db, work),
      ]);
      expect(heard.map(({ text }) => text)).toEqual([edited ? "after" : "before"]);
    }
  });
});
