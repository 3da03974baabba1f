import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { makeRepository } from "./test/make-repository.ts";
import { bodyOf, openTestApi, type TestApi } from "./test/open-test-api.ts";

/** One pixel, whatever it claims to be. */
const pixel = Buffer.from("iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAAAAAA6fptVAAAACklEQVR4nGNoAAAAggCBd81ytgAAAABJRU5ErkJggg==", "base64");

let test: TestApi;
beforeAll(async () => {
  test = await openTestApi({ SLIPWAY_MODEL: "gpt-5" });
});
afterAll(() => test[Symbol.asyncDispose]());

function upload(body: Uint8Array | string, headers: Record<string, string> = { "content-type": "image/png" }): Promise<Response> {
  const init = { method: "POST", headers: { authorization: `Bearer ${test.key}`, ...headers }, body: body as BodyInit };
  return Promise.resolve(test.api.request(`${test.base}/api/v1/images`, init));
}

const uploaded = async () => (await bodyOf<{ id: string }>(await upload(pixel), 201)).id;

describe("an upload", () => {
  it("is a picture by its bytes, whatever the header says, and comes back as it went", async () => {
    const image = await bodyOf(await upload(pixel, { "content-type": "image/gif" }), 201);
    expect(image).toEqual({ id: expect.any(String), mediaType: "image/png", bytes: pixel.length, width: 1, height: 1 });
    const response = await test.call("GET", `/images/${image.id}`);
    expect(Buffer.from(await response.arrayBuffer()).equals(pixel)).toBe(true);
    expect(Object.fromEntries(response.headers)).toMatchObject({
      "content-type": "image/png",
      "content-disposition": `inline; filename="slipway-${image.id}.png"`,
      "x-content-type-options": "nosniff",
      "content-security-policy": expect.stringContaining("sandbox"),
      "cache-control": expect.stringContaining("private"),
    });
  });

  it("is stored once under an Idempotency-Key, byte for byte", async () => {
    const headers = { "content-type": "image/png", "idempotency-key": "picture-1" };
    const [first, second] = [await bodyOf(await upload(pixel, headers), 201), await bodyOf(await upload(pixel, headers), 201)];
    expect(second).toEqual(first);
    expect((await upload(Buffer.concat([pixel, Buffer.from([0xff])]), headers)).status).toBe(422);
  });

  it.each([
    ["an SVG", '<svg xmlns="http://www.w3.org/2000/svg"/>', "image/png", 400, "PNG, JPEG, WebP and GIF"],
    ["nothing", "", "image/png", 400, "empty"],
    ["a form", "a=1", "application/x-www-form-urlencoded", 415, "the picture itself"],
    ["JSON", "{}", "application/json", 415, "the picture itself"],
    ["more than 10 MB", new Uint8Array(10 * 2 ** 20 + 1), "image/png", 413, "larger than 10 MB"],
  ])("of %s is refused with a sentence", async (_name, body, type, status, words) => {
    const response = await upload(body, { "content-type": type });
    expect(response.status).toBe(status);
    expect((await response.json()).detail).toContain(words);
  });
});

describe("pictures of a prompt", () => {
  it("stand in the task, in their order, and are sent once", async () => {
    const { repositoryId } = await aRepository();
    const ids = [await uploaded(), await uploaded()].toReversed();
    const body = { repositoryId, prompt: "As drawn", images: ids };
    const task = await bodyOf<{ id: string; turnList: { images: { id: string }[] }[] }>(await test.call("POST", "/tasks", { body }), 201);
    expect(task.turnList[0]?.images.map(({ id }) => id)).toEqual(ids);
    const again = await test.call("POST", "/tasks", { body });
    expect(await bodyOf(again, 400)).toMatchObject({ errors: [{ path: "images" }] });
    const message = { text: "And so", images: [await uploaded()] };
    const sent = await bodyOf<{ task: typeof task }>(await test.call("POST", `/tasks/${task.id}/messages`, { body: message }), 201);
    expect(sent.task.turnList[0]).toMatchObject({ messages: [{ text: "And so", images: [{ id: message.images[0] }] }] });
  });

  it("are refused where the model is known not to see", async () => {
    const { repositoryId } = await aRepository();
    const body = { repositoryId, prompt: "As drawn", images: [await uploaded()], model: "gpt-3.5-turbo" };
    expect(await bodyOf(await test.call("POST", "/tasks", { body }), 400)).toMatchObject({
      errors: [{ path: "images", message: expect.stringContaining("takes text alone") }],
    });
    const { images: _, ...textOnly } = body;
    const task = await bodyOf(await test.call("POST", "/tasks", { body: textOnly }), 201);
    const message = { text: "Like this", images: body.images };
    expect(await bodyOf(await test.call("POST", `/tasks/${task.id}/messages`, { body: message }), 400)).toMatchObject({
      errors: [{ path: "images" }],
    });
  });
});

async function aRepository(): Promise<{ repositoryId: string }> {
  const body = { path: await makeRepository(["main"]) };
  const { id } = await bodyOf<{ id: string }>(await test.call("POST", "/repositories", { body }), 201);
  return { repositoryId: id };
}
