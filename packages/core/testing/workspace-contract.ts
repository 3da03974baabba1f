import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { CommandResult, Workspace, WorkspaceCommand } from "../src/workspace.ts";

/** Opens a workspace with an empty root; the suite disposes of it. */
export type OpenWorkspace = () => Promise<{ workspace: Workspace } & AsyncDisposable>;

/** What every implementation of the port keeps; call it in a test file of its own. Needs sh, bash and coreutils in the workspace. */
export function workspaceContract(name: string, open: OpenWorkspace): void {
  describe(`workspace contract: ${name}`, () => {
    let opened: Awaited<ReturnType<OpenWorkspace>>;
    beforeAll(async () => {
      opened = await open();
    });
    afterAll(async () => {
      await opened?.[Symbol.asyncDispose]();
    });
    const use = () => opened.workspace;
    commandEndings(use);
    commandLeavings(use);
    commandStops(use);
    commandOutput(use);
    files(use);
    filePaths(use);
  });
}

async function run(workspace: Workspace, command: Partial<WorkspaceCommand> & { command: string }) {
  const chunks: string[] = [];
  const result = await workspace.runCommand({ timeoutMs: 20_000, onOutput: (text) => chunks.push(text), ...command });
  return { ...result, chunks, text: chunks.join("") };
}

const exited = (exitCode: number): Partial<CommandResult> => ({ ending: "exited", exitCode, droppedBytes: 0, outOfMemory: false });

function commandEndings(use: () => Workspace): void {
  test("a command's exit code and output come back", async () => {
    expect(await run(use(), { command: "echo out; echo err >&2; exit 3" })).toMatchObject({ ...exited(3), text: "out\nerr\n" });
  });
  test("a command that does not exist is an exit code, not an error", async () => {
    expect(await run(use(), { command: "no-such-command-anywhere" })).toMatchObject(exited(127));
  });
  test("a process that dies of a signal has the shell's exit code for it", async () => {
    expect(await run(use(), { command: "kill -9 $$" })).toMatchObject(exited(137));
  });
  test("commands start in the root or in the folder given", async () => {
    const workspace = use();
    expect((await run(workspace, { command: "pwd -P" })).text.trim()).toBe(workspace.root);
    await run(workspace, { command: "mkdir -p deep/er" });
    expect((await run(workspace, { command: "pwd -P", cwd: "deep/er" })).text.trim()).toBe(`${workspace.root}/deep/er`);
    expect((await run(workspace, { command: "pwd -P", cwd: "/" })).text).toBe("/\n");
  });
  test("a command's own variables reach it and no later command", async () => {
    const variables = { OWN: 'it\'s "$HOME"\nline two' };
    expect((await run(use(), { command: 'printf %s "$OWN"', variables })).text).toBe(variables.OWN);
    expect((await run(use(), { command: 'printf %s "$OWN"' })).text).toBe("");
  });
  test("a folder that is not there is an exit code with a message", async () => {
    const result = await run(use(), { command: "echo ran", cwd: "no/such/folder" });
    expect(result).toMatchObject({ ending: "exited", exitCode: 1 });
    expect(result.text).toContain("no/such/folder");
    expect(result.text).not.toContain("ran");
  });
  test("a command reads an empty input and has no terminal", async () => {
    expect(await run(use(), { command: "cat; test -t 1 || echo plain" })).toMatchObject({ ...exited(0), text: "plain\n" });
  });
  test("editors and pagers do not wait for anybody", async () => {
    expect((await run(use(), { command: 'echo "$GIT_EDITOR $PAGER $GIT_PAGER $CI $TERM"' })).text).toBe("true cat cat 1 dumb\n");
  });
  test("a background process does not hold up the command, and goes on", async () => {
    const begun = await run(use(), { command: "(until test -e go-on; do sleep 0.05; done; touch went-on) & echo begun" });
    expect(begun).toMatchObject({ ...exited(0), text: "begun\n" });
    expect(begun.durationMs).toBeLessThan(10_000);
    expect(await run(use(), { command: "touch go-on; until test -e went-on; do sleep 0.05; done" })).toMatchObject(exited(0));
  });
}

/** What it writes after its command goes nowhere, and must not end it: a server's log is written to the output that it began with. */
function commandLeavings(use: () => Workspace): void {
  test("a background process may write on after its command has ended", async () => {
    const workspace = use();
    const line = "printf '%01000d\\n' 1 || touch broken; echo more >&2 || touch broken";
    const server = `(for turn in $(seq 1 120); do ${line}; sleep 0.02; done; touch wrote-all) & echo begun`;
    expect(await run(workspace, { command: server })).toMatchObject({ ...exited(0), text: expect.stringMatching(/begun/) });
    const awaited = await run(workspace, { command: "until test -e wrote-all; do sleep 0.05; done; test ! -e broken && echo so" });
    expect(awaited).toMatchObject({ ...exited(0), text: "so\n" });
  }, 60_000);
}

function commandStops(use: () => Workspace): void {
  test("a deadline ends the command and its children", async () => {
    const command = "echo $$ > group; sleep 300 & echo begun; sleep 300";
    const result = await run(use(), { command, timeoutMs: 1_500 });
    expect(result).toMatchObject({ ending: "timed_out", exitCode: null, text: expect.stringMatching(/^begun\n/) });
    expect(result.durationMs).toBeLessThan(7_000);
    expect(await run(use(), { command: "until ! kill -0 $(cat group) 2>/dev/null; do sleep 0.1; done", timeoutMs: 5_000 })).toMatchObject(
      exited(0),
    );
  });
  test("a command that ignores TERM is killed", async () => {
    const command = "trap '' TERM; echo $$ > stubborn; while true; do sleep 0.1; done";
    const result = await run(use(), { command, timeoutMs: 500 });
    expect(result).toMatchObject({ ending: "timed_out", exitCode: null });
    expect(result.durationMs).toBeLessThan(5_000);
    expect(
      await run(use(), { command: "until ! kill -0 $(cat stubborn) 2>/dev/null; do sleep 0.1; done", timeoutMs: 5_000 }),
    ).toMatchObject(exited(0));
  });
  test("an abort ends the command", async () => {
    const abort = new AbortController();
    const result = await run(use(), {
      command: "echo begun; sleep 300",
      signal: abort.signal,
      onOutput: () => abort.abort(),
    });
    expect(result).toMatchObject({ ending: "killed", exitCode: null });
    expect(result.durationMs).toBeLessThan(2_000);
  });
  test("an abort that came before does not start the command", async () => {
    const result = await run(use(), { command: "touch never-made", signal: AbortSignal.abort() });
    expect(result).toMatchObject({ ending: "killed", exitCode: null });
    expect(await use().readFile("never-made")).toBeNull();
  });
}

function commandOutput(use: () => Workspace): void {
  test("characters survive the borders of chunks", async () => {
    const { text } = await run(use(), {
      command: String.raw`printf '\303'; sleep 0.2; printf '\244\360\237'; sleep 0.2; printf '\232\200'`,
    });
    expect(text).toBe("ä🚀");
  });
  test("bytes that are no text become replacement characters", async () => {
    expect((await run(use(), { command: String.raw`printf 'a\377b\0c'` })).text).toBe("a\uFFFDb\0c");
  });
  test("output over the bound is counted, and the command still ends", async () => {
    const result = await run(use(), { command: "head -c 3000000 /dev/zero | tr '\\0' x", maxOutputBytes: 100_000 });
    expect(result).toMatchObject({ ending: "exited", exitCode: 0, droppedBytes: 2_900_000 });
    expect(result.text).toBe("x".repeat(100_000));
    expect(Math.max(...result.chunks.map((chunk) => Buffer.byteLength(chunk)))).toBeLessThanOrEqual(65_536);
  });
  test("a long command is run like a short one", async () => {
    const long = "x".repeat(300_000);
    expect(await run(use(), { command: `cat <<'END' | wc -c\n${long}\nEND` })).toMatchObject({ ...exited(0), text: "300001\n" });
  });
}

function files(use: () => Workspace): void {
  test("what is written is read back, byte for byte", async () => {
    const content = Uint8Array.from({ length: 200_000 }, (_, index) => (index * 31) % 256);
    await use().writeFile("made/on/the way/data.bin", content);
    expect(Buffer.from((await use().readFile("made/on/the way/data.bin")) ?? []).equals(content)).toBe(true);
  });
  test("an empty file is a file", async () => {
    await use().writeFile("empty", new Uint8Array());
    expect(await use().readFile("empty")).toHaveLength(0);
  });
  test("writing again replaces the whole content and keeps the mode unless told", async () => {
    const workspace = use();
    await workspace.writeFile("tool", Buffer.from("#!/bin/sh\necho long first version\n"), { executable: true });
    await workspace.writeFile("tool", Buffer.from("#!/bin/sh\necho hi\n"));
    expect((await run(workspace, { command: "./tool" })).text).toBe("hi\n");
    await workspace.writeFile("tool", Buffer.from("x"), { executable: false });
    expect(await run(workspace, { command: "test -x tool" })).toMatchObject(exited(1));
  });
  test("what is no regular file reads as null", async () => {
    const workspace = use();
    await run(workspace, { command: "mkdir -p a-folder; mkfifo a-pipe; ln -s nowhere dangling" });
    for (const path of ["a-folder", "a-pipe", "dangling", "missing", "missing/deeper", "/dev/zero"]) {
      expect(await workspace.readFile(path)).toBeNull();
    }
  });
  test("a file over the bound is refused", async () => {
    await use().writeFile("large", new Uint8Array(5_000));
    await expect(use().readFile("large", { maxBytes: 4_999 })).rejects.toMatchObject({ code: "invalid" });
    expect(await use().readFile("large", { maxBytes: 5_000 })).toHaveLength(5_000);
  });
}

function filePaths(use: () => Workspace): void {
  test("removing is repeatable", async () => {
    await use().writeFile("gone", Buffer.from("x"));
    await use().removeFile("gone");
    await use().removeFile("gone");
    expect(await use().readFile("gone")).toBeNull();
  });
  test("names that look like options, quotes or globs are names", async () => {
    const workspace = use();
    for (const path of ["-rf", 'it\'s "$HOME" `id`', "new\nline", "*", "ünï/ço dé"]) {
      await workspace.writeFile(path, Buffer.from(path));
      expect(Buffer.from((await workspace.readFile(path)) ?? []).toString()).toBe(path);
      await workspace.removeFile(path);
      expect(await workspace.readFile(path)).toBeNull();
    }
  });
  test("a path that cannot be written says so", async () => {
    await use().writeFile("plain", Buffer.from("x"));
    await expect(use().writeFile("plain/below", Buffer.from("x"))).rejects.toMatchObject({ code: "invalid" });
  });
}
