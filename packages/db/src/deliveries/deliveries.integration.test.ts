import { ConflictError, type CreateDeliveryInput, NotFoundError } from "@slipway/core";
import pg from "pg";
import { afterAll, expect, test } from "vitest";
import { aChange, aClaimedAttempt, aFailure } from "../../test/a-task.ts";
import { withDatabase } from "../../test/with-database.ts";
import { type AttemptWork, claimDelivery, createDelivery, finishAttempt, finishDelivery, getTask, sweepDeliveries } from "../index.ts";

const { db, url, ...database } = await withDatabase();
const sql = new pg.Pool({ connectionString: url, max: 1 });
afterAll(async () => {
  await sql.end();
  await database[Symbol.asyncDispose]();
});

const input: CreateDeliveryInput = { kind: "branch", draft: true, acceptWarnings: false };

async function aFinishedAttempt(): Promise<AttemptWork> {
  const work = await aClaimedAttempt(db);
  await finishAttempt(db, { ...aFailure(work), change: aChange() });
  return work;
}

async function deliver(work: { attemptId: string }, overrides: Partial<CreateDeliveryInput> = {}) {
  const [user] = (await sql.query<{ id: string }>('SELECT id FROM "User" LIMIT 1')).rows;
  const request = { userId: user?.id ?? "", branch: "slipway/fix", title: "Fix", body: "" };
  return await createDelivery(db, { ...request, attemptId: work.attemptId, input: { ...input, ...overrides } });
}

const delivered = (commit: string) => ({ kind: "delivered" as const, commit, url: null, pullRequestNumber: 7 });

test("of two workers one publishes, with the stored patch and its author; a stale one cannot finish", async () => {
  const work = await aFinishedAttempt();
  const { id } = await deliver(work);
  const claims = await Promise.all([1, 2, 3].map(() => claimDelivery(db, { deliveryId: id, leaseSeconds: 60 })));
  expect(claims.filter((claim) => claim !== null)).toEqual([
    expect.objectContaining({
      deliveryId: id,
      epoch: 1,
      branch: "slipway/fix",
      patch: aChange().patch,
      previousCommit: null,
      author: { name: "Ada", email: null },
    }),
  ]);
  await expect(finishDelivery(db, { deliveryId: id, epoch: 2, result: delivered("c1") })).rejects.toThrow(ConflictError);
  await finishDelivery(db, { deliveryId: id, epoch: 1, result: delivered("c1") });
  await expect(finishDelivery(db, { deliveryId: id, epoch: 1, result: delivered("c1") })).rejects.toThrow(ConflictError);
  expect(await getTask(db, work)).toMatchObject({ delivery: { state: "delivered", pullRequestNumber: 7 }, deliveries: [{ commit: "c1" }] });
});

test("a second delivery goes on on the same branch and pull request, and nowhere else", async () => {
  const work = await aFinishedAttempt();
  const first = await deliver(work, { branch: "mine" });
  await expect(deliver(work)).rejects.toThrow("A delivery of this task is under way.");
  await claimDelivery(db, { deliveryId: first.id, leaseSeconds: 60 });
  await finishDelivery(db, { deliveryId: first.id, epoch: 1, result: delivered("c1") });
  await expect(deliver(work, { branch: "other" })).rejects.toThrow("This task is delivered to the branch mine.");
  const second = await deliver(work);
  expect(await claimDelivery(db, { deliveryId: second.id, leaseSeconds: 60 })).toMatchObject({
    branch: "mine",
    previousCommit: "c1",
    pullRequestNumber: 7,
  });
});

test("as long as none has gone out, another branch may be chosen", async () => {
  const work = await aFinishedAttempt();
  const first = await deliver(work);
  await claimDelivery(db, { deliveryId: first.id, leaseSeconds: 60 });
  await finishDelivery(db, { deliveryId: first.id, epoch: 1, result: { kind: "failed", error: "Taken\u0000" } });
  expect(await deliver(work, { branch: "free" })).toMatchObject({ branch: "free", state: "queued" });
  expect((await getTask(db, work)).deliveries.map(({ error }) => error)).toEqual(["Taken\u2400", null]);
});

test("of two requests at once one is queued", async () => {
  const work = await aFinishedAttempt();
  const made = await Promise.allSettled([deliver(work), deliver(work), deliver(work)]);
  expect(made.map((one) => one.status).sort()).toEqual(["fulfilled", "rejected", "rejected"]);
});

test("nothing is delivered of an attempt that runs, changed nothing or does not exist", async () => {
  const running = await aClaimedAttempt(db);
  await expect(deliver(running)).rejects.toThrow("This attempt is still under way.");
  await finishAttempt(db, aFailure(running));
  await expect(deliver(running)).rejects.toThrow("This attempt changed nothing");
  await expect(deliver({ attemptId: running.taskId })).rejects.toThrow(NotFoundError);
});

test("an expired delivery is queued again, and fails after three starts", async () => {
  const { id } = await deliver(await aFinishedAttempt());
  for (const expected of ["requeued", "requeued", "failed"] as const) {
    await claimDelivery(db, { deliveryId: id, leaseSeconds: 60 });
    await sql.query(`UPDATE "Delivery" SET "leaseUntil" = now() - interval '1 second' WHERE id = $1`, [id]);
    const sweeps = await Promise.all([sweepDeliveries(db), sweepDeliveries(db)]);
    expect(sweeps.flatMap((sweep) => sweep[expected])).toEqual([id]);
  }
});
