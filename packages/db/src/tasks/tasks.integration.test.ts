import { ConflictError, InvalidInputError, NotFoundError, TaskListQuery } from "@slipway/core";
import { afterAll, beforeEach, describe, expect, test } from "vitest";
import { aClaimedAttempt, aFailure, aSummary, aTask, claimed } from "../../test/a-task.ts";
import { withDatabase } from "../../test/with-database.ts";
import {
  addMessage,
  archiveTask,
  cancelTask,
  countTasks,
  finishAttempt,
  getTask,
  listTasks,
  markTaskRead,
  moveAttempt,
  retryTask,
  takeMessages,
  unarchiveTask,
} from "../index.ts";

let database = await withDatabase();
let { db } = database;
afterAll(() => database[Symbol.asyncDispose]());
beforeEach(async () => {
  await database[Symbol.asyncDispose]();
  database = await withDatabase();
  db = database.db;
});

const list = (query: Record<string, string> = {}) => listTasks(db, { query: TaskListQuery.parse(query) });
const absent = "01a2044c-50d3-7efb-884d-257a0be64f02";

describe("the list", () => {
  test("pages meet without gap or repeat, newest movement first", async () => {
    const made = [];
    for (let n = 0; n < 7; n++) made.push((await aTask(db, { title: `Task ${n}` })).taskId);
    const seen: string[] = [];
    let cursor: string | null = null;
    do {
      const page: Awaited<ReturnType<typeof list>> = await list({ limit: "3", ...(cursor === null ? {} : { cursor }) });
      seen.push(...page.items.map((item) => item.id));
      cursor = page.nextCursor;
    } while (cursor !== null);
    expect(seen).toEqual(made.toReversed());
  });

  test("a foreign cursor is refused", async () => {
    await expect(list({ cursor: "WzEsMl0" })).rejects.toThrow(InvalidInputError);
    await expect(list({ cursor: "%%%" })).rejects.toThrow(InvalidInputError);
  });

  test("search reads title, prompt, branch and summary, and takes wildcards literally", async () => {
    const titled = await aTask(db, { title: "Tidy 100% of it", input: { prompt: "needle_1" }, branch: "release/2" });
    const summarised = await aClaimedAttempt(db, { title: "Other" });
    await moveAttempt(db, { ...summarised, signal: "prepared" });
    await moveAttempt(db, { ...summarised, signal: "ended" });
    const ending = { kind: "succeeded" as const, summary: { ...aSummary, body: "Replaced the Gearbox" } };
    await finishAttempt(db, { ...summarised, ending, change: null, verifications: [] });
    const found = async (q: string) => (await list({ q })).items.map((item) => item.id);
    expect(await found("100%")).toEqual([titled.taskId]);
    expect(await found("NEEDLE_1")).toEqual([titled.taskId]);
    expect(await found("needle%1")).toEqual([]);
    expect(await found("release/2")).toEqual([titled.taskId]);
    expect(await found("gearbox")).toEqual([summarised.taskId]);
    expect(await found("back\\slash\u0000")).toEqual([]);
  });

  test("status, tabs and counts follow the leading attempt of the latest turn", async () => {
    const queued = await aTask(db);
    const failed = await aClaimedAttempt(db);
    await finishAttempt(db, aFailure(failed));
    const mixed = await aTask(db, { input: { attempts: 2 } });
    await finishAttempt(db, aFailure(await claimed(db, mixed.attemptIds[0])));
    await claimed(db, mixed.attemptIds[1]);
    const away = await aClaimedAttempt(db);
    await finishAttempt(db, aFailure(away));
    await archiveTask(db, away);
    const ids = async (query: Record<string, string>) => (await list(query)).items.map((item) => item.id);
    expect(await ids({ status: "failed" })).toEqual([failed.taskId]);
    expect(await ids({ status: "preparing,queued" })).toEqual([mixed.taskId, queued.taskId]);
    expect(await ids({ archived: "true" })).toEqual([away.taskId]);
    expect(await countTasks(db)).toEqual({ active: 3, attention: 1, archived: 1 });
    expect((await list({ status: "failed" })).items[0]).toMatchObject({ failure: "Broke", unread: true, attempts: 1, turns: 1 });
  });

  test("of attempts that ended alike the latest retry leads, of those sent together the first", async () => {
    const fails = async (taskId: string, attemptId: string | undefined, message: string) => {
      const failure = { code: "internal" as const, message, hint: "Retry", log: null };
      await finishAttempt(db, { ...aFailure(await claimed(db, attemptId)), ending: { kind: "failed", failure } });
      return (await getTask(db, { taskId })).failure;
    };
    const { taskId, attemptIds } = await aTask(db, { input: { attempts: 2 } });
    await fails(taskId, attemptIds[1], "second");
    expect(await fails(taskId, attemptIds[0], "first")).toBe("first");
    for (const message of ["retry", "another retry"]) {
      const retry = await retryTask(db, { taskId });
      expect(await fails(taskId, retry.attemptIds[0], message)).toBe(message);
    }
  });
});

describe("what people do", () => {
  test("a task that is under way is not archived; a finished one comes and goes", async () => {
    const work = await aClaimedAttempt(db);
    await expect(archiveTask(db, work)).rejects.toThrow(
      new ConflictError("This task is still under way. Cancel it first, then archive it."),
    );
    await finishAttempt(db, aFailure(work));
    await archiveTask(db, work);
    expect((await getTask(db, work)).archivedAt).not.toBeNull();
    await unarchiveTask(db, work);
    expect((await getTask(db, work)).archivedAt).toBeNull();
  });

  test("reading a task makes it read until it moves again", async () => {
    const work = await aClaimedAttempt(db);
    await finishAttempt(db, aFailure(work));
    await markTaskRead(db, work);
    expect((await getTask(db, work)).unread).toBe(false);
  });

  test("cancelling twice, or what is finished, is no error and changes nothing", async () => {
    const { taskId, attemptIds } = await aTask(db);
    expect(await cancelTask(db, { taskId })).toEqual({ attemptIds });
    expect(await cancelTask(db, { taskId })).toEqual({ attemptIds: [] });
    expect((await getTask(db, { taskId })).status).toBe("cancelled");
  });

  test("two messages to a finished task at once make one turn; the second steers it", async () => {
    const work = await aClaimedAttempt(db);
    await finishAttempt(db, aFailure(work));
    const input = { text: "More", comments: [] };
    const added = await Promise.all([1, 2, 3].map(() => addMessage(db, { taskId: work.taskId, userId: work.turnId, input })));
    expect(added.map((message) => message.kind).sort()).toEqual(["steering", "steering", "turn"]);
  });

  test("a message that races the end of the attempt is heard or becomes the next turn", async () => {
    for (let round = 0; round < 20; round++) {
      const work = await aClaimedAttempt(db);
      await moveAttempt(db, { ...work, signal: "prepared" });
      await moveAttempt(db, { ...work, signal: "ended" });
      const ending = { kind: "succeeded" as const, summary: aSummary };
      await Promise.all([
        finishAttempt(db, { ...work, ending, change: null, verifications: [] }),
        addMessage(db, { taskId: work.taskId, userId: work.turnId, input: { text: "Wait, also this", comments: [] } }),
      ]);
      const { turnList } = await getTask(db, work);
      expect(turnList.map((turn) => [turn.text, turn.messages.length, turn.attempts.length])).toEqual([
        ["Fix the test", 0, 1],
        ["Wait, also this", 0, 1],
      ]);
    }
  });

  test("a message that an attempt has heard stays where it was said", async () => {
    const work = await aClaimedAttempt(db);
    await moveAttempt(db, { ...work, signal: "prepared" });
    await addMessage(db, {
      taskId: work.taskId,
      userId: work.turnId,
      input: { text: "Tabs", comments: [{ path: "a.ts", line: 3, side: "base", text: "here" }] },
    });
    await takeMessages(db, work);
    await moveAttempt(db, { ...work, signal: "ended" });
    const ended = await finishAttempt(db, { ...work, ending: { kind: "succeeded", summary: aSummary }, change: null, verifications: [] });
    expect(ended).toEqual({ followUpAttemptId: null });
    expect((await getTask(db, work)).turnList).toMatchObject([
      { messages: [{ text: "Tabs\n\na.ts:3 (before the change)\nhere", deliveredAt: expect.any(String) }] },
    ]);
  });

  test("what does not exist is said", async () => {
    for (const verb of [getTask, cancelTask, archiveTask, unarchiveTask, markTaskRead]) {
      await expect(verb(db, { taskId: absent })).rejects.toThrow(NotFoundError);
    }
    await expect(aTask(db, { input: { repositoryId: absent } })).rejects.toThrow(`There is no repository ${absent}.`);
    await expect(aTask(db, { environmentId: absent })).rejects.toThrow(`There is no environment ${absent} of the repository sample.`);
  });
});

test("queue positions count every queued attempt ahead", async () => {
  await aTask(db);
  const { taskId } = await aTask(db, { input: { attempts: 2 } });
  const positions = (await getTask(db, { taskId })).turnList[0]?.attempts.map((attempt) => attempt.queuePosition);
  expect(positions?.sort()).toEqual([2, 3]);
});
