import { ConflictError, CreateDeliveryInput, NotFoundError } from "@slipway/core";
import { afterAll, expect, test } from "vitest";
import { aChange, aSummary, aTask, claimed } from "../../test/a-task.ts";
import { withDatabase } from "../../test/with-database.ts";
import {
  addMessage,
  claimAttempt,
  createDelivery,
  finishAttempt,
  getTask,
  listTasks,
  moveAttempt,
  pickAttempt,
  retryTask,
} from "../index.ts";

const { db, ...database } = await withDatabase();
afterAll(() => database[Symbol.asyncDispose]());

const message = (text: string) => ({ text, comments: [], images: [] });

/** A task with one finished attempt a patch; the first one leads unless another is picked. */
async function aFinishedTask(patches: readonly string[]) {
  const { taskId, attemptIds, userId } = await aTask(db, { input: { attempts: patches.length } });
  for (const [index, patch] of patches.entries()) {
    const work = await claimed(db, attemptIds[index]);
    const at = { attemptId: work.attemptId, epoch: work.epoch };
    await moveAttempt(db, { ...at, signal: "prepared", events: [] });
    await moveAttempt(db, { ...at, signal: "ended", events: [] });
    const ending = { kind: "succeeded", summary: aSummary } as const;
    await finishAttempt(db, { ...at, ending, change: aChange({ patch: Buffer.from(patch) }), verifications: [] });
  }
  const task = await getTask(db, { taskId });
  return { taskId, userId, attemptIds, turnId: task.turnList[0]?.id ?? "" };
}

test("the picked attempt leads: its change is what a follow-up builds on, and the list shows its figures", async () => {
  const { taskId, userId, attemptIds, turnId } = await aFinishedTask(["first", "second"]);
  await pickAttempt(db, { turnId, attemptId: attemptIds[1] ?? "" });
  expect((await getTask(db, { taskId })).turnList[0]?.pickedAttemptId).toBe(attemptIds[1]);
  expect((await listTasks(db, { query: { archived: false, limit: 50 } })).items.find(({ id }) => id === taskId)?.status).toBe("succeeded");
  const sent = await addMessage(db, { taskId, userId, input: message("And now the docs") });
  const [followUp = ""] = sent.kind === "turn" ? sent.attemptIds : [];
  const work = await claimAttempt(db, { attemptId: followUp, workerId: "w", leaseSeconds: 60 });
  expect(Buffer.from(work?.previousPatch ?? []).toString()).toBe("second");
});

test("the choice can be taken back until a follow-up builds on it", async () => {
  const { taskId, userId, attemptIds, turnId } = await aFinishedTask(["first", "second"]);
  await pickAttempt(db, { turnId, attemptId: attemptIds[1] ?? "" });
  await pickAttempt(db, { turnId, attemptId: null });
  expect((await getTask(db, { taskId })).turnList[0]?.pickedAttemptId).toBeNull();
  await addMessage(db, { taskId, userId, input: message("More") });
  await expect(pickAttempt(db, { turnId, attemptId: attemptIds[1] ?? "" })).rejects.toThrow("A follow-up builds on this turn already");
});

test("nothing is picked while attempts are under way, and a retry asks for a new choice", async () => {
  const { taskId, attemptIds, turnId } = await aFinishedTask(["first", "second"]);
  await pickAttempt(db, { turnId, attemptId: attemptIds[0] ?? "" });
  await retryTask(db, { taskId });
  const task = await getTask(db, { taskId });
  expect(task).toMatchObject({ status: "queued", turnList: [{ pickedAttemptId: null }] });
  await expect(pickAttempt(db, { turnId, attemptId: attemptIds[0] ?? "" })).rejects.toThrow(ConflictError);
});

test("an attempt of another turn is not picked", async () => {
  const [one, other] = [await aFinishedTask(["a", "b"]), await aFinishedTask(["c", "d"])];
  await expect(pickAttempt(db, { turnId: one.turnId, attemptId: other.attemptIds[0] ?? "" })).rejects.toThrow(NotFoundError);
});

test("once one is picked, no other attempt of the turn is delivered", async () => {
  const { userId, attemptIds, turnId } = await aFinishedTask(["first", "second"]);
  await pickAttempt(db, { turnId, attemptId: attemptIds[1] ?? "" });
  const deliver = (attemptId: string) =>
    createDelivery(db, { attemptId, userId, input: CreateDeliveryInput.parse({ kind: "branch" }), branch: "b", title: "t", body: "" });
  await expect(deliver(attemptIds[0] ?? "")).rejects.toThrow("Another attempt of this turn was picked");
  expect(await deliver(attemptIds[1] ?? "")).toMatchObject({ state: "queued" });
});
