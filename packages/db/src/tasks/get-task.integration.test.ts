import { afterAll, expect, test } from "vitest";
import { aChange, aClaimedAttempt, aSummary } from "../../test/a-task.ts";
import { withDatabase } from "../../test/with-database.ts";
import { finishAttempt, getTask, moveAttempt } from "../index.ts";

const database = await withDatabase();
const { db } = database;
afterAll(() => database[Symbol.asyncDispose]());

test("a task that says it succeeded shows the attempt that did, with its change, at whatever moment it is read", async () => {
  for (let round = 0; round < 40; round += 1) {
    const { taskId, attemptId, epoch } = await aClaimedAttempt(db);
    await moveAttempt(db, { attemptId, epoch, signal: "prepared", events: [] });
    await moveAttempt(db, { attemptId, epoch, signal: "ended", events: [] });
    let isOver = false;
    const reading = (async () => {
      const seen = [];
      while (!isOver) seen.push(await getTask(db, { taskId }));
      return seen;
    })();
    await finishAttempt(db, { attemptId, epoch, ending: { kind: "succeeded", summary: aSummary }, change: aChange(), verifications: [] });
    isOver = true;
    for (const task of await reading) {
      const attempt = task.turnList[0]?.attempts[0];
      expect([task.status, attempt?.change !== null]).toEqual([attempt?.state, task.status === "succeeded"]);
    }
  }
});
