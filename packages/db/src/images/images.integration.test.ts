import { BOUNDS, InvalidInputError } from "@slipway/core";
import { afterAll, describe, expect, test } from "vitest";
import { aPicture } from "../../test/a-picture.ts";
import { aClaimedAttempt, aTask } from "../../test/a-task.ts";
import { withDatabase } from "../../test/with-database.ts";
import { prismaOf } from "../connection/connection.ts";
import {
  addMessage,
  claimAttempt,
  ensureOwner,
  getTask,
  moveAttempt,
  readEvents,
  readImage,
  storeImage,
  sweepImages,
  takeMessages,
} from "../index.ts";

const database = await withDatabase();
const { db } = database;
afterAll(() => database[Symbol.asyncDispose]());

const owner = async () => (await ensureOwner(db, { name: "Ada" })).userId;
const uploaded = async () => storeImage(db, { content: aPicture(3, 2), owner: { userId: await owner() } });
const stranger = "01a2044c-50d3-7efb-884d-257a0be64f02";
const claim = (attemptId: string) => claimAttempt(db, { attemptId, workerId: "w", leaseSeconds: 60 });

describe("a picture", () => {
  test("is stored as what its bytes say, and is its uploader's alone until it is sent", async () => {
    const image = await uploaded();
    expect(image).toEqual({ id: expect.any(String), mediaType: "image/png", bytes: aPicture(3, 2).length, width: 3, height: 2 });
    const { content, mediaType } = await readImage(db, { imageId: image.id, userId: await owner() });
    expect({ mediaType, same: Buffer.from(content).equals(aPicture(3, 2)) }).toEqual({ mediaType: "image/png", same: true });
    await expect(readImage(db, { imageId: image.id, userId: stranger })).rejects.toMatchObject({ code: "not_found" });
    await expect(readImage(db, { imageId: image.id, userId: null })).rejects.toMatchObject({ code: "not_found" });
    await aTask(db, { input: { images: [image.id] } });
    expect((await readImage(db, { imageId: image.id, userId: stranger })).mediaType).toBe("image/png");
  });

  test("stands with its turn, in the order given, for the page and for the worker", async () => {
    const [first, second] = [await uploaded(), await uploaded()];
    const { taskId, attemptIds } = await aTask(db, { input: { images: [second.id, first.id] } });
    expect((await getTask(db, { taskId })).turnList[0]?.images).toEqual([second, first]);
    expect((await claim(attemptIds[0] ?? ""))?.images).toEqual([second, first]);
  });

  test("is sent once, and only by who uploaded it; a task with a wrong one is not made", async () => {
    const image = await uploaded();
    await aTask(db, { input: { images: [image.id] } });
    for (const id of [image.id, stranger]) {
      await expect(aTask(db, { input: { images: [id] } })).rejects.toThrow(InvalidInputError);
    }
    await expect(aTask(db, { input: { images: [stranger] } })).rejects.toMatchObject({ fields: [{ path: "images" }] });
  });

  test("of a message joins the work that is under way, with its event", async () => {
    const { taskId, attemptId, epoch } = await aClaimedAttempt(db);
    await moveAttempt(db, { attemptId, epoch, signal: "prepared" });
    const image = await uploaded();
    const userId = await owner();
    await addMessage(db, { taskId, userId, input: { text: "Like this", comments: [], images: [image.id] } });
    expect((await getTask(db, { taskId })).turnList[0]?.messages[0]?.images).toEqual([image]);
    expect((await takeMessages(db, { attemptId, epoch }))[0]?.images).toEqual([image]);
    const added = (await readEvents(db, { attemptId, after: 0 })).find(({ body }) => body.type === "message.added");
    expect(added?.body).toMatchObject({ images: [{ id: image.id, mediaType: "image/png" }] });
    await expect(addMessage(db, { taskId, userId, input: { text: "Again", comments: [], images: [image.id] } })).rejects.toThrow(
      InvalidInputError,
    );
  });

  test("of an attempt is stored while it is held, and not afterwards", async () => {
    const { attemptId, epoch } = await aClaimedAttempt(db);
    const image = await storeImage(db, { content: aPicture(1, 1), owner: { attemptId, epoch } });
    expect((await readImage(db, { imageId: image.id, userId: null })).mediaType).toBe("image/png");
    await expect(storeImage(db, { content: aPicture(1, 1), owner: { attemptId, epoch: epoch + 1 } })).rejects.toMatchObject({
      code: "conflict",
    });
  });

  test("that nobody sent is gone after a day, and nothing else is", async () => {
    const [old, young, sent] = [await uploaded(), await uploaded(), await uploaded()];
    await aTask(db, { input: { images: [sent.id] } });
    await prismaOf(db)
      .$executeRaw`UPDATE "Image" SET "createdAt" = now() - interval '25 hours' WHERE id IN (${old.id}::uuid, ${sent.id}::uuid)`;
    expect(await sweepImages(db)).toBe(1);
    const userId = await owner();
    await expect(readImage(db, { imageId: old.id, userId })).rejects.toMatchObject({ code: "not_found" });
    for (const { id } of [young, sent]) await readImage(db, { imageId: id, userId });
  });

  test("over the bounds is refused before anything is stored", async () => {
    const userId = await owner();
    const tooMany = aPicture(10_000, 5_001);
    await expect(storeImage(db, { content: tooMany, owner: { userId } })).rejects.toThrow("million");
    const tooLarge = Buffer.concat([aPicture(1, 1), Buffer.alloc(BOUNDS.imageBytes)]);
    await expect(storeImage(db, { content: tooLarge, owner: { userId } })).rejects.toThrow("at most 10 MB");
  });
});
