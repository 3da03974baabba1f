import { ConflictError } from "@slipway/core";
import pg from "pg";
import { afterAll, describe, expect, test } from "vitest";
import { aChange, aClaimedAttempt, aFailure, aSummary, aTask, aVerification, claimed } from "../../test/a-task.ts";
import { withDatabase } from "../../test/with-database.ts";
import {
  addMessage,
  appendEvents,
  cancelTask,
  claimAttempt,
  findAttempt,
  findVerification,
  finishAttempt,
  getTask,
  moveAttempt,
  openDatabase,
  readAttemptLog,
  readEvents,
  readPatch,
  releaseAttempt,
  renewLease,
  retryTask,
  setTaskBase,
  sweepAttempts,
  takeMessages,
} from "../index.ts";
import { requeueAttempt } from "./requeue-attempt.ts";

const { db, url, ...database } = await withDatabase({ maxConnections: 10, redact: (text) => text.replaceAll("hunter2", "***") });
const sql = new pg.Pool({ connectionString: url, max: 1 });
afterAll(async () => {
  await sql.end();
  await database[Symbol.asyncDispose]();
});

const note = (text: string) => ({ type: "note.added" as const, level: "info" as const, text });
const expireLease = (attemptId: string) =>
  sql.query(`UPDATE "Attempt" SET "leaseUntil" = now() - interval '1 second' WHERE id = $1`, [attemptId]);

describe("claiming", () => {
  test("of twenty workers that claim at once exactly one gets the attempt", async () => {
    const { attemptIds } = await aTask(db);
    const attemptId = attemptIds[0] ?? "";
    const claims = await Promise.all(
      Array.from({ length: 20 }, (_, n) => claimAttempt(db, { attemptId, workerId: `w${n}`, leaseSeconds: 60 })),
    );
    expect(claims.filter((claim) => claim !== null)).toEqual([expect.objectContaining({ attemptId, epoch: 1, starts: 1 })]);
  });

  test("a claim and a cancel at once leave the attempt cancelled or asked to stop, never running on unasked", async () => {
    for (let round = 0; round < 20; round++) {
      const { taskId, attemptIds } = await aTask(db);
      const attemptId = attemptIds[0] ?? "";
      const [work] = await Promise.all([claimAttempt(db, { attemptId, workerId: "w", leaseSeconds: 60 }), cancelTask(db, { taskId })]);
      if (work === null) expect((await findAttempt(db, { attemptId }))?.state).toBe("cancelled");
      else expect(await renewLease(db, { attemptId, epoch: work.epoch, leaseSeconds: 60 })).toEqual({ cancelRequested: true });
    }
  });

  test("a follow-up's work holds the earlier turns, their summaries and the newest stored patch", async () => {
    const first = await aClaimedAttempt(db);
    await finishAsSucceeded(first);
    const added = await addMessage(db, {
      taskId: first.taskId,
      userId: "",
      input: { text: "Now the docs", comments: [{ path: "a", line: 2, side: "head", text: "why?" }] },
    });
    if (added.kind !== "turn") throw new Error("expected a new turn");
    expect(await claimed(db, added.attemptIds[0])).toMatchObject({
      prompt: "Now the docs",
      comments: [{ path: "a", line: 2, side: "head", text: "why?" }],
      history: [{ text: "Fix the test", comments: [], summary: aSummary }],
      previousPatch: new Uint8Array([0x64, 0x00, 0xff]),
      baseCommit: "c0ffee",
      userName: "Ada",
    });
  });

  test("the first base commit stays in force", async () => {
    const { attemptIds, taskId } = await aTask(db, { input: { attempts: 2 } });
    const works = await Promise.all(attemptIds.map((attemptId) => claimed(db, attemptId)));
    const bases = await Promise.all(
      works.map((work, n) => setTaskBase(db, { taskId, attemptId: work.attemptId, epoch: work.epoch, baseCommit: `c${n}` })),
    );
    expect(new Set(bases).size).toBe(1);
  });
});

describe("fencing", () => {
  test("a stale epoch can neither append, move, renew, set the base, take messages nor finish", async () => {
    const { attemptIds, taskId } = await aTask(db);
    const stale = await claimed(db, attemptIds[0]);
    await expireLease(stale.attemptId);
    await sweepAttempts(db, { maxStarts: 3 });
    const fresh = await claimed(db, stale.attemptId);
    await addMessage(db, { taskId, userId: "", input: { text: "Also this", comments: [] } });
    const before = await readEvents(db, { attemptId: stale.attemptId, after: 0 });
    const writes = [
      appendEvents(db, { ...stale, bodies: [note("late")] }),
      moveAttempt(db, { ...stale, signal: "prepared", events: [note("late")] }),
      renewLease(db, { ...stale, leaseSeconds: 60 }),
      setTaskBase(db, { ...stale, baseCommit: "late" }),
      takeMessages(db, stale),
      releaseAttempt(db, { ...stale, reason: "late", cause: "drained" }),
      finishAttempt(db, { ...aFailure(stale), change: aChange(), verifications: [aVerification()] }),
    ];
    for (const write of await Promise.allSettled(writes))
      expect(write).toMatchObject({ status: "rejected", reason: expect.any(ConflictError) });
    expect(await readEvents(db, { attemptId: stale.attemptId, after: 0 })).toEqual(before);
    expect(await readPatch(db, stale)).toBeNull();
    expect(await renewLease(db, { ...fresh, leaseSeconds: 60 })).toEqual({ cancelRequested: false });
  });

  test("a cancelled attempt is not resurrected by a late worker", async () => {
    const work = await aClaimedAttempt(db);
    await finishAttempt(db, { ...work, ending: { kind: "cancelled", reason: "Cancelled" }, change: aChange(), verifications: [] });
    await expect(moveAttempt(db, { ...work, signal: "prepared" })).rejects.toThrow(ConflictError);
    await expect(finishAttempt(db, aFailure(work))).rejects.toThrow(ConflictError);
    await expect(appendEvents(db, { ...work, bodies: [note("late")] })).rejects.toThrow(ConflictError);
    await expireLease(work.attemptId);
    expect(await sweepAttempts(db, { maxStarts: 3 })).not.toMatchObject({ requeued: [work.attemptId] });
    expect(await claimAttempt(db, { attemptId: work.attemptId, workerId: "w", leaseSeconds: 60 })).toBeNull();
    expect(await findAttempt(db, work)).toMatchObject({ state: "cancelled" });
    expect(await readPatch(db, work)).toEqual({ patch: aChange().patch, baseCommit: "a".repeat(40) });
  });

  test("an attempt succeeds only after it was verifying", async () => {
    const work = await aClaimedAttempt(db);
    const succeeded = { ...work, ending: { kind: "succeeded" as const, summary: aSummary }, change: null, verifications: [] };
    await expect(finishAttempt(db, succeeded)).rejects.toThrow(ConflictError);
  });
});

describe("events", () => {
  test("numbers stay gapless under concurrent appends, and each append lies together", async () => {
    const work = await aClaimedAttempt(db);
    await Promise.all(
      Array.from({ length: 40 }, (_, n) => appendEvents(db, { ...work, bodies: [note(`${n} a`), note(`${n} b`), note(`${n} c`)] })),
    );
    const events = await readEvents(db, { attemptId: work.attemptId, after: 0 });
    expect(events.map((event) => event.seq)).toEqual(Array.from({ length: 122 }, (_, n) => n + 1));
    const texts = events.slice(2).map((event) => (event.body.type === "note.added" ? event.body.text : ""));
    for (let n = 0; n < texts.length; n += 3) expect(texts.slice(n, n + 3).map((text) => text.slice(-1))).toEqual(["a", "b", "c"]);
  });

  test("what is returned is what is stored: secrets redacted, NUL visible, half characters replaced", async () => {
    const work = await aClaimedAttempt(db);
    const body = { type: "command.output" as const, callId: "c1", text: "hunter2 a\u0000b \ud83d" };
    const appended = await appendEvents(db, { ...work, bodies: [body] });
    expect(appended).toEqual(await readEvents(db, { attemptId: work.attemptId, after: 2 }));
    expect(appended[0]?.body).toEqual({ ...body, text: "*** a\u2400b \ufffd" });
  });

  test("the log reads as commands with their output and how they ended", async () => {
    const work = await aClaimedAttempt(db);
    await appendEvents(db, {
      ...work,
      bodies: [
        { type: "command.started", callId: "c1", command: "npm test", cwd: "/workspace" },
        { type: "command.output", callId: "c1", text: "1 fail" },
        { type: "command.finished", callId: "c1", exitCode: 1, ending: "exited", durationMs: 1500, droppedBytes: 7 },
      ],
    });
    expect(await readAttemptLog(db, work)).toBe("$ npm test\n1 fail\n[exit code 1, 1.50 s, 7 bytes of output not stored]\n\n");
  });

  test("each attempt of a turn hears a message once", async () => {
    const { taskId, attemptIds } = await aTask(db, { input: { attempts: 2 } });
    const works = await Promise.all(attemptIds.map((attemptId) => claimed(db, attemptId)));
    expect(await addMessage(db, { taskId, userId: "", input: { text: "Use tabs", comments: [] } })).toEqual({ kind: "steering" });
    const heard = await Promise.all(works.map((work) => takeMessages(db, work)));
    expect(heard.map((messages) => messages.map((message) => message.text))).toEqual([["Use tabs"], ["Use tabs"]]);
    expect(await Promise.all(works.map((work) => takeMessages(db, work)))).toEqual([[], []]);
  });
});

describe("sweeping", () => {
  test("an expired lease is requeued until the last start, then failed as lost; two sweepers do it once", async () => {
    const { attemptIds, taskId } = await aTask(db);
    const attemptId = attemptIds[0] ?? "";
    for (const expected of ["requeued", "requeued", "failed"] as const) {
      await claimed(db, attemptId);
      await expireLease(attemptId);
      const sweeps = await Promise.all([sweepAttempts(db, { maxStarts: 3 }), sweepAttempts(db, { maxStarts: 3 })]);
      expect(sweeps.flatMap((sweep) => sweep[expected])).toEqual([attemptId]);
    }
    const task = await getTask(db, { taskId });
    expect(task).toMatchObject({ status: "failed", turnList: [{ attempts: [{ failure: { code: "worker_lost" } }] }] });
    const seqs = (await readEvents(db, { attemptId, after: 0 })).map((event) => event.seq);
    expect(seqs).toEqual(seqs.map((_, index) => index + 1));
  });

  test("an attempt whose lease holds is left alone, and one that was asked to stop is cancelled", async () => {
    const held = await aClaimedAttempt(db);
    const stopped = await aClaimedAttempt(db);
    await cancelTask(db, stopped);
    await expireLease(stopped.attemptId);
    const sweep = await sweepAttempts(db, { maxStarts: 3 });
    expect(sweep.cancelled).toEqual([stopped.attemptId]);
    expect(sweep.requeued).not.toContain(held.attemptId);
  });

  test("a lease that is renewed while a sweeper looks keeps its attempt", async () => {
    const work = await aClaimedAttempt(db);
    expect(await requeueAttempt(db, { ...work, reason: "gone", cause: "lease_expired" })).toBeNull();
    expect(await findAttempt(db, work)).toMatchObject({ state: "preparing", epoch: 1 });
  });

  test("a released attempt can be claimed at once and did not use up a start", async () => {
    const work = await aClaimedAttempt(db);
    expect(await releaseAttempt(db, { ...work, reason: "The worker stops.", cause: "drained" })).toBe("queued");
    expect(await claimed(db, work.attemptId)).toMatchObject({ epoch: 3, starts: 1 });
  });
});

describe("endings", () => {
  test("a finished attempt shows its change, verifications and where its time went", async () => {
    const work = await aClaimedAttempt(db);
    await finishAsSucceeded(work);
    const task = await getTask(db, { taskId: work.taskId });
    expect(task).toMatchObject({
      status: "succeeded",
      stats: { files: 1, additions: 3, deletions: 1 },
      checks: { passed: 1, failed: 0, notRun: 0 },
      unread: true,
    });
    const [attempt] = task.turnList[0]?.attempts ?? [];
    expect(attempt?.phases.map(({ phase, endedAt }) => [phase, endedAt !== null])).toEqual([
      ["queued", true],
      ["working", true],
    ]);
    expect(attempt?.change).toMatchObject({ patchBytes: 3, headTree: "b".repeat(40) });
    expect((await readEvents(db, { attemptId: work.attemptId, after: 0 })).slice(-2).map((event) => event.body)).toEqual([
      { type: "change.stored", files: 1, additions: 3, deletions: 1 },
      { type: "attempt.ended", state: "succeeded", reason: null },
    ]);
  });

  test("a base result is found again by its key", async () => {
    const work = await aClaimedAttempt(db);
    const base = aVerification({ side: "base", outcome: "failed", exitCode: 1, cacheKey: "key-1", log: "red\u0000 hunter2" });
    await finishAttempt(db, { ...aFailure(work), verifications: [base] });
    expect(await findVerification(db, { cacheKey: "key-1" })).toEqual({ ...base, log: "red\u2400 ***" });
    expect(await findVerification(db, { cacheKey: "key-2" })).toBeNull();
  });

  test("retry makes one new attempt, and none while it is under way", async () => {
    const work = await aClaimedAttempt(db);
    await finishAttempt(db, aFailure(work));
    const retries = await Promise.allSettled([retryTask(db, work), retryTask(db, work), retryTask(db, work)]);
    expect(retries.filter((retry) => retry.status === "fulfilled")).toHaveLength(1);
    const task = await getTask(db, work);
    expect(task).toMatchObject({
      status: "queued",
      attempts: 2,
      turnList: [
        {
          attempts: [
            { index: 0, state: "failed" },
            { index: 1, state: "queued" },
          ],
        },
      ],
    });
  });
});

test("a handle that openDatabase did not make is refused", async () => {
  await expect(findAttempt({ async [Symbol.asyncDispose]() {} }, { attemptId: "x" })).rejects.toThrow(TypeError);
  await using lazy = openDatabase({ url: "postgresql://127.0.0.1:1/none" });
  await expect(findAttempt(lazy, { attemptId: "01a2044c-50d3-7efb-884d-257a0be64f02" })).rejects.toThrow();
});

async function finishAsSucceeded(work: { attemptId: string; epoch: number; taskId: string }): Promise<void> {
  await setTaskBase(db, { ...work, baseCommit: "c0ffee" });
  await moveAttempt(db, { ...work, signal: "prepared", events: [{ type: "phase.entered", phase: "working" }] });
  await moveAttempt(db, { ...work, signal: "ended" });
  await finishAttempt(db, {
    ...work,
    ending: { kind: "succeeded", summary: aSummary },
    change: aChange(),
    verifications: [aVerification()],
  });
}
