import type { Workspace } from "@slipway/core";
import { openLocalWorkspace } from "@slipway/core/testing";
import { expect, test } from "vitest";
import { applyPatchTool } from "./apply-patch-tool.ts";

const bytes = (text: string) => new TextEncoder().encode(text);

async function applied(workspace: Workspace, body: string) {
  const events: unknown[] = [];
  const context = {
    callId: "c",
    workspace,
    commandSeconds: 10,
    vision: false,
    storeImage: async () => {
      throw new Error("a patch stores no picture");
    },
    signal: new AbortController().signal,
    emit: async (bodies: unknown[]) => void events.push(...bodies),
  };
  const outcome = await applyPatchTool.run({ input: `*** Begin Patch\n${body}\n*** End Patch`, kind: "custom" }, context);
  return { outcome, events };
}

async function textOf(workspace: Workspace, path: string): Promise<string | null> {
  const content = await workspace.readFile(path);
  return content === null ? null : new TextDecoder().decode(content);
}

test("a patch over several files reports each with the numbers of its new lines", async () => {
  await using workspace = await openLocalWorkspace();
  await workspace.writeFile("a.txt", bytes("1\n2\n3\n"));
  await workspace.writeFile("old.txt", bytes("x\ny\n"));
  await workspace.writeFile("run.sh", bytes("echo\n"), { executable: true });
  const { outcome, events } = await applied(
    workspace,
    "*** Update File: a.txt\n@@\n-2\n+two\n+zwei\n*** Add File: new/b.txt\n+b\n*** Delete File: old.txt\n*** Update File: run.sh\n*** Move to: bin/run.sh\n@@\n-echo\n+echo hi",
  );
  expect(outcome).toEqual({ kind: "done", output: "Done.\nM a.txt (L2-L3)\nA new/b.txt (L1)\nD old.txt\nR run.sh → bin/run.sh (L1)" });
  expect(events).toEqual([
    { type: "file.changed", callId: "c", file: { kind: "modified", path: "a.txt", previousPath: null, additions: 2, deletions: 1 } },
    { type: "file.changed", callId: "c", file: { kind: "added", path: "new/b.txt", previousPath: null, additions: 1, deletions: 0 } },
    { type: "file.changed", callId: "c", file: { kind: "deleted", path: "old.txt", previousPath: null, additions: 0, deletions: 2 } },
    {
      type: "file.changed",
      callId: "c",
      file: { kind: "renamed", path: "bin/run.sh", previousPath: "run.sh", additions: 1, deletions: 1 },
    },
  ]);
  expect(await textOf(workspace, "a.txt")).toBe("1\ntwo\nzwei\n3\n");
  expect(await textOf(workspace, "run.sh")).toBeNull();
  const { exitCode } = await workspace.runCommand({ command: "test -x bin/run.sh && test ! -x a.txt", timeoutMs: 5_000 });
  expect(exitCode).toBe(0);
});

test.each([
  ["a hunk that does not match", "*** Update File: a.txt\n@@\n-ab\n+x", "failed", "The nearest lines"],
  ["a file that is missing", "*** Update File: c.txt\n@@\n-a\n+b", "failed", "There is no file c.txt"],
  ["a file that is there already", "*** Add File: a.txt\n+x", "failed", "a.txt exists already"],
  ["a target that is there already", "*** Update File: a.txt\n*** Move to: bin.dat", "failed", "bin.dat exists already"],
  ["a file that is not text", "*** Update File: bin.dat\n@@\n-a\n+b", "failed", "bin.dat is not UTF-8 text"],
  ["a path that leads out", "*** Add File: ../evil\n+x", "bad", "is not a file's path"],
  ["an absolute path", "*** Add File: /etc/evil\n+x", "bad", "is not a file's path"],
  ["a path with NUL", "*** Add File: a\0b\n+x", "bad", "is not a file's path"],
  ["git's own folder", "*** Add File: .git/hooks/pre-commit\n+x", "bad", "git's own folder"],
])("%s leaves every file of the patch as it was", async (_name, operation, kind, message) => {
  await using workspace = await openLocalWorkspace();
  await workspace.writeFile("a.txt", bytes("a\n"));
  await workspace.writeFile("bin.dat", new Uint8Array([0xff, 0xfe, 0x00]));
  const { outcome, events } = await applied(workspace, `*** Add File: first.txt\n+x\n${operation}`);
  expect(outcome).toMatchObject({ kind, output: expect.stringContaining(message) });
  expect(events).toEqual([]);
  expect(await textOf(workspace, "first.txt")).toBeNull();
  expect(await textOf(workspace, "a.txt")).toBe("a\n");
});

test("a write that fails in the middle takes the earlier ones back", async () => {
  await using workspace = await openLocalWorkspace();
  await workspace.writeFile("a.txt", bytes("a\n"));
  await workspace.writeFile("file", bytes("x\n"));
  const { outcome } = await applied(workspace, "*** Update File: a.txt\n@@\n-a\n+A\n*** Add File: file/below\n+x");
  expect(outcome).toMatchObject({ kind: "failed", output: expect.stringContaining("Nothing was changed") });
  expect(await textOf(workspace, "a.txt")).toBe("a\n");
});

test("a file deleted and added in one patch gets its new content", async () => {
  await using workspace = await openLocalWorkspace();
  await workspace.writeFile("a.txt", bytes("a\n"));
  await applied(workspace, "*** Delete File: a.txt\n*** Add File: a.txt\n+b");
  expect(await textOf(workspace, "a.txt")).toBe("b\n");
});
