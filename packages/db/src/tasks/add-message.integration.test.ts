import { ConflictError, NotFoundError, type Waiting } from "@slipway/core";
import { afterAll, expect, test } from "vitest";
import { aFailure, aSummary, aTask, claimed } from "../../test/a-task.ts";
import { withDatabase } from "../../test/with-database.ts";
import { addMessage, findAttempt, finishAttempt, getTask, moveAttempt, parkAttempt, retryTask, takeMessages } from "../index.ts";

const { db, ...database } = await withDatabase();
afterAll(() => database[Symbol.asyncDispose]());

const questionOf = (question: string): Waiting => ({ kind: "question", question, choices: [] });

/** A task whose attempts are at work. */
async function atWork(attempts: number) {
  const { taskId, attemptIds, userId } = await aTask(db, { input: { attempts } });
  const works = await Promise.all(attemptIds.map((id) => claimed(db, id)));
  for (const work of works) await moveAttempt(db, { ...work, signal: "prepared" });
  const park = (index: number, question: string) => {
    const work = works[index];
    if (work === undefined) throw new Error("no such attempt");
    return parkAttempt(db, { ...work, waiting: questionOf(question), wakeAt: null, change: null });
  };
  const say = (text: string, attemptId?: string) =>
    addMessage(db, { taskId, userId, input: { text, comments: [], ...(attemptId === undefined ? {} : { attemptId }) } });
  const states = () => Promise.all(attemptIds.map(async (attemptId) => (await findAttempt(db, { attemptId }))?.state));
  return { taskId, attemptIds, works, park, say, states };
}

test("an answer resumes the attempt that it names, and no other one hears it", async () => {
  const { taskId, attemptIds, park, say, states } = await atWork(2);
  await park(0, "Drop the users table?");
  await park(1, "Add a README?");
  expect(await say("yes", attemptIds[1])).toEqual({ kind: "answer" });
  expect(await states()).toEqual(["waiting", "queued"]);
  expect(await say("no", attemptIds[0])).toEqual({ kind: "answer" });
  const again = await Promise.all(attemptIds.map((id) => claimed(db, id)));
  const heard = await Promise.all(again.map((work) => takeMessages(db, work)));
  expect(heard.map((messages) => messages.map(({ text }) => text))).toEqual([["no"], ["yes"]]);
  const { turnList } = await getTask(db, { taskId });
  expect(turnList[0]?.messages.map(({ text, attemptId }) => ({ text, attemptId }))).toEqual([
    { text: "yes", attemptId: attemptIds[1] },
    { text: "no", attemptId: attemptIds[0] },
  ]);
});

test("where several attempts wait for an answer, one that names none of them is refused and changes nothing", async () => {
  const { taskId, attemptIds, park, say, states } = await atWork(3);
  await park(0, "Drop the users table?");
  await park(2, "Add a README?");
  const refused = say("yes");
  await expect(refused).rejects.toThrow(ConflictError);
  await expect(refused).rejects.toThrow(/attempts 1 and 3 .*attemptId/i);
  await expect(refused).rejects.toThrow(attemptIds[2]);
  expect(await states()).toEqual(["waiting", "running", "waiting"]);
  expect((await getTask(db, { taskId })).turnList[0]?.messages).toEqual([]);
});

test("where one attempt waits for an answer, a message is that answer, and the others do not hear it", async () => {
  const { works, park, say, states } = await atWork(2);
  await park(0, "Drop the users table?");
  expect(await say("no")).toEqual({ kind: "answer" });
  expect(await states()).toEqual(["queued", "running"]);
  expect(works[1] && (await takeMessages(db, works[1]))).toEqual([]);
});

test("an attempt that does not wait for an answer is not answered, and one of another task is not known", async () => {
  const { attemptIds, works, say } = await atWork(1);
  await expect(say("yes", attemptIds[0])).rejects.toThrow(/does not wait for an answer/);
  await expect(say("yes", (await atWork(1)).attemptIds[0])).rejects.toThrow(NotFoundError);
  if (works[0] !== undefined) await finishAttempt(db, aFailure(works[0]));
  await expect(say("yes", attemptIds[0])).rejects.toThrow(ConflictError);
});

test("an attempt that tries again knows the answers that were given before it, with their questions", async () => {
  const { taskId, attemptIds, park, say } = await atWork(1);
  await park(0, "Which database?\nThe tests use SQLite.");
  await say("Postgres");
  await finishAttempt(db, aFailure(await claimed(db, attemptIds[0])));
  const retried = await retryTask(db, { taskId });
  const heard = await takeMessages(db, await claimed(db, retried.attemptIds[0]));
  expect(heard.map(({ text }) => text)).toEqual(["> Which database?\n> The tests use SQLite.\n\nPostgres"]);
});

test("a follow-up knows what was said in the turn before: steering, and the answers that the attempt it goes on from was given", async () => {
  const { attemptIds, works, park, say } = await atWork(2);
  await say("Hurry");
  for (const work of works) await takeMessages(db, work);
  await park(0, "Which database?");
  await park(1, "Drop the users table?");
  await say("Postgres", attemptIds[0]);
  await say("yes", attemptIds[1]);
  for (const [index, id] of attemptIds.entries()) {
    const work = await claimed(db, id);
    await takeMessages(db, work);
    await moveAttempt(db, { ...work, signal: "prepared" });
    if (index === 1) await finishAttempt(db, aFailure(work));
    else {
      await moveAttempt(db, { ...work, signal: "ended" });
      await finishAttempt(db, { ...work, ending: { kind: "succeeded", summary: aSummary }, change: null, verifications: [] });
    }
  }
  const next = await say("Now the docs");
  if (next.kind !== "turn") throw new Error("expected a turn");
  expect((await claimed(db, next.attemptIds[0])).history[0]?.messages).toEqual([
    { text: "Hurry", question: null, images: [] },
    { text: "Postgres", question: "Which database?", images: [] },
  ]);
});

test("an answer to an attempt that ended before it read it sets off no work of its own", async () => {
  const { attemptIds, works, park, say } = await atWork(2);
  await park(0, "Drop the users table?");
  await say("yes");
  await finishAttempt(db, aFailure(await claimed(db, attemptIds[0])));
  if (works[1] === undefined) throw new Error("no such attempt");
  await moveAttempt(db, { ...works[1], signal: "ended" });
  const ended = await finishAttempt(db, { ...works[1], ending: { kind: "succeeded", summary: aSummary }, change: null, verifications: [] });
  expect(ended).toEqual({ followUpAttemptId: null });
});
