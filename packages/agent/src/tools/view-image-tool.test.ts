import { type Image, InvalidInputError, type Workspace } from "@slipway/core";
import { openLocalWorkspace } from "@slipway/core/testing";
import { expect, test } from "vitest";
import { viewImageTool } from "./view-image-tool.ts";

const picture: Image = { id: "p", mediaType: "image/png", bytes: 3, width: 20, height: 10 };

async function viewed(workspace: Workspace, path: string, { vision = true, stored = picture } = {}) {
  const events: unknown[] = [];
  const outcome = await viewImageTool.run(
    { input: JSON.stringify({ path }), kind: "function" },
    {
      callId: "c",
      workspace,
      commandSeconds: 10,
      signal: new AbortController().signal,
      emit: async (bodies) => void events.push(...bodies),
      storeImage: async (content) => {
        if (content[0] !== 0x89) throw new InvalidInputError("This is no picture that can be used. PNG, JPEG, WebP and GIF can.");
        return stored;
      },
      vision,
    },
  );
  return { outcome, events };
}

test("a picture of the workspace reaches the model and the person", async () => {
  await using workspace = await openLocalWorkspace();
  await workspace.writeFile("docs/logo.png", new Uint8Array([0x89, 1, 2]));
  const { outcome, events } = await viewed(workspace, "docs/logo.png");
  expect(outcome).toEqual({ kind: "done", output: "docs/logo.png: PNG, 20 × 10 pixels.", images: [picture] });
  expect(events).toEqual([{ type: "image.added", callId: "c", image: picture, source: "docs/logo.png" }]);
});

test("a model without vision is told so and gets no picture", async () => {
  await using workspace = await openLocalWorkspace();
  await workspace.writeFile("logo.png", new Uint8Array([0x89, 1, 2]));
  const { outcome } = await viewed(workspace, "logo.png", { vision: false });
  expect(outcome).toEqual({ kind: "done", output: expect.stringContaining("You cannot see pictures") });
});

test("a picture that providers refuse is shown to the person alone, since it would stay in every later request", async () => {
  await using workspace = await openLocalWorkspace();
  await workspace.writeFile("long.png", new Uint8Array([0x89, 1, 2]));
  for (const size of [
    { width: 10, height: 8_001 },
    { width: 8_001, height: 10 },
  ]) {
    const { outcome, events } = await viewed(workspace, "long.png", { stored: { ...picture, ...size } });
    expect(outcome).toEqual({ kind: "failed", output: expect.stringContaining("at most 8000 pixels a side") });
    expect(events).toHaveLength(1);
  }
  const { outcome } = await viewed(workspace, "long.png", { stored: { ...picture, width: 8_000, height: 8_000 } });
  expect(outcome).toMatchObject({ kind: "done", images: [{ width: 8_000 }] });
});

test.each([
  ["a file that is not there", "missing.png", "failed", "There is no file missing.png."],
  ["a folder", "folder", "failed", "There is no file folder."],
  ["a text", "folder/a.txt", "failed", "no picture that can be used"],
  ["a path with NUL", "a\0b", "bad", "is not a file's path"],
])("%s is an answer", async (_name, path, kind, words) => {
  await using workspace = await openLocalWorkspace();
  await workspace.writeFile("folder/a.txt", Buffer.from("text"));
  const { outcome, events } = await viewed(workspace, path);
  expect(outcome).toMatchObject({ kind, output: expect.stringContaining(words) });
  expect(events).toEqual([]);
});

test("a file over the bound is refused before it is read whole", async () => {
  await using workspace = await openLocalWorkspace();
  await workspace.writeFile("large.png", new Uint8Array(10 * 2 ** 20 + 1));
  const { outcome } = await viewed(workspace, "large.png");
  expect(outcome).toMatchObject({ kind: "failed", output: expect.stringContaining("large.png") });
});
