import { InvalidInputError, type Workspace } from "@slipway/core";
import { openLocalWorkspace } from "@slipway/core/testing";
import { expect, test } from "vitest";
import { screenshotTool } from "./screenshot-tool.ts";

function photographed(workspace: Workspace) {
  return screenshotTool.run(
    { input: JSON.stringify({ url: "index.html" }), kind: "function" },
    {
      callId: "c",
      workspace,
      commandSeconds: 10,
      vision: true,
      signal: new AbortController().signal,
      emit: async () => undefined,
      storeImage: async () => {
        throw new Error("there is no picture to store");
      },
    },
  );
}

test("a sandbox that takes no file, sealed or full, is an answer", async () => {
  await using workspace = await openLocalWorkspace();
  const refuse = async (path: string) => {
    throw new InvalidInputError(`${path} cannot be written: No space left on device`);
  };
  expect(await photographed({ ...workspace, writeFile: refuse, removeFile: refuse })).toEqual({
    kind: "failed",
    output: expect.stringContaining("No space left on device"),
  });
});

test("a picture that the disk cut short is none", async () => {
  await using workspace = await openLocalWorkspace();
  const report = { title: "", url: "", text: "", height: 900, isCut: false, console: [], requests: [], notes: [] };
  const runCommand: Workspace["runCommand"] = async ({ command }) => {
    const folder = command.split(" ")[3] ?? "";
    await workspace.writeFile(
      `${folder}/report.json`,
      Buffer.from(JSON.stringify({ ...report, error: "ENOSPC: no space left on device" })),
    );
    await workspace.writeFile(`${folder}/picture`, new Uint8Array([0x89]));
    return { ending: "exited", exitCode: 0, durationMs: 1, droppedBytes: 0, outOfMemory: false };
  };
  expect(await photographed({ ...workspace, runCommand })).toEqual({
    kind: "failed",
    output: expect.stringContaining("No picture: ENOSPC: no space left on device."),
  });
});
