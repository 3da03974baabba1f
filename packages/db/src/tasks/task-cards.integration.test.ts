import { afterAll, expect, test } from "vitest";
import { aClaimedAttempt, aSummary, aTask } from "../../test/a-task.ts";
import { withDatabase } from "../../test/with-database.ts";
import { finishAttempt, getTask, moveAttempt } from "../index.ts";

const database = await withDatabase();
const { db } = database;
afterAll(() => database[Symbol.asyncDispose]());

async function anAnswer() {
  const work = await aClaimedAttempt(db, { input: { mode: "ask" } });
  const { attemptId, epoch } = work;
  for (const signal of ["prepared", "ended"] as const) await moveAttempt(db, { attemptId, epoch, signal, events: [] });
  const cards = [
    { title: "One", prompt: "Do one" },
    { title: "Two", prompt: "Do two" },
  ];
  const ending = { kind: "succeeded" as const, summary: { ...aSummary, cards } };
  await finishAttempt(db, { attemptId, epoch, ending, change: null, verifications: [] });
  return work;
}

test("a card becomes one task, whoever presses how often, and remembers which", async () => {
  const { attemptId, taskId } = await anAnswer();
  const make = (index: number) => aTask(db, { input: { prompt: "Do it", card: { attemptId, index } } });
  const made = await Promise.allSettled([make(1), make(1), make(1)]);
  expect(made.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
  await expect(make(1)).rejects.toMatchObject({ code: "conflict" });
  const answer = (await getTask(db, { taskId })).turnList[0]?.attempts[0];
  expect(answer?.summary?.cards.map(({ title }) => title)).toEqual(["One", "Two"]);
  expect(answer?.cardTasks).toEqual([{ index: 1, taskId: expect.any(String) }]);
});

test("what is no card of an answer about this repository makes no task", async () => {
  const { attemptId } = await anAnswer();
  const make = (index: number, location?: string) => aTask(db, { ...(location && { location }), input: { card: { attemptId, index } } });
  await expect(make(2)).rejects.toMatchObject({ code: "invalid", fields: [{ path: "card" }] });
  await expect(make(0, "/srv/other")).rejects.toMatchObject({ code: "invalid" });
});
