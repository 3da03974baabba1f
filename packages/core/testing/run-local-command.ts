import { type ChildProcess, spawn } from "node:child_process";
import { randomUUID } from "node:crypto";
import { once } from "node:events";
import { rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { StringDecoder } from "node:string_decoder";
import type { CommandResult, WorkspaceCommand } from "../src/workspace.ts";

const GRACE_MS = 1_000;
/** What a background process keeps open is not waited for; what the command itself wrote is read well within this. */
const DRAIN_MS = 100;
const CHUNK_CHARACTERS = 16_384;
const PRELUDE =
  "exec 2>&1; set --; export GIT_EDITOR=true EDITOR=true VISUAL=true PAGER=cat GIT_PAGER=cat GIT_TERMINAL_PROMPT=0 CI=1 TERM=dumb LANG=C.UTF-8";

/** Adds the command's process group to `groups`, so that what it leaves behind can be ended later. */
export async function runLocalCommand(root: string, command: WorkspaceCommand, groups: Set<number>): Promise<CommandResult> {
  const startedAt = performance.now();
  const finish = (ending: CommandResult["ending"], exitCode: number | null, droppedBytes: number): CommandResult => {
    return { ending, exitCode, durationMs: Math.round(performance.now() - startedAt), droppedBytes, outOfMemory: false };
  };
  if (command.signal?.aborted) return finish("killed", null, 0);
  const script = join(tmpdir(), `slipway-command-${randomUUID()}`);
  const own = Object.entries(command.variables ?? {}).map(([name, value]) => `export ${name}='${value.replaceAll("'", String.raw`'\''`)}'`);
  await writeFile(script, [PRELUDE, ...own, command.command, ""].join("\n"));
  const child = spawn("bash", ["-lc", 'cd "$2" 2>&1 && . "$1"', "bash", script, resolve(root, command.cwd ?? ".")], {
    detached: true,
    stdio: ["ignore", "pipe", "ignore"],
  });
  const closed = once(child, "close").catch(() => undefined);
  const exited = once(child, "exit");
  if (child.pid !== undefined) groups.add(child.pid);
  const output = collectOutput(child, command);
  const stop = stopWhenAsked(child, command);
  try {
    const [code, signal] = await exited;
    await Promise.race([closed, delay(DRAIN_MS)]);
    const ending = stop.reason() ?? "exited";
    return finish(ending, ending === "exited" ? exitCodeOf(code, signal) : null, output.finish());
  } finally {
    stop.release();
    child.stdout
      ?.removeAllListeners("data")
      .on("end", () => child.stdout?.destroy())
      .resume();
    await rm(script, { force: true });
  }
}

function collectOutput(child: ChildProcess, { onOutput, maxOutputBytes = Number.POSITIVE_INFINITY }: WorkspaceCommand) {
  const decoder = new StringDecoder("utf8");
  let room = maxOutputBytes;
  let droppedBytes = 0;
  const hand = (text: string) => {
    for (let start = 0; start < text.length; start += CHUNK_CHARACTERS) onOutput?.(text.slice(start, start + CHUNK_CHARACTERS));
  };
  child.stdout?.on("data", (chunk: Buffer) => {
    const kept = chunk.subarray(0, room);
    room -= kept.length;
    droppedBytes += chunk.length - kept.length;
    hand(decoder.write(kept));
  });
  return {
    finish() {
      hand(decoder.end());
      return droppedBytes;
    },
  };
}

function stopWhenAsked(child: ChildProcess, { timeoutMs, signal }: WorkspaceCommand) {
  let reason: "timed_out" | "killed" | undefined;
  let lastResort: NodeJS.Timeout | undefined;
  const stop = (why: "timed_out" | "killed") => {
    reason ??= why;
    signalGroup(child, "SIGTERM");
    lastResort ??= setTimeout(() => signalGroup(child, "SIGKILL"), GRACE_MS);
  };
  const deadline = setTimeout(stop, timeoutMs, "timed_out");
  const onAbort = () => stop("killed");
  if (signal?.aborted) onAbort();
  signal?.addEventListener("abort", onAbort, { once: true });
  return {
    reason: () => reason,
    release() {
      clearTimeout(deadline);
      clearTimeout(lastResort);
      if (reason !== undefined) signalGroup(child, "SIGKILL");
      signal?.removeEventListener("abort", onAbort);
    },
  };
}

function signalGroup(child: ChildProcess, signal: NodeJS.Signals): void {
  if (child.pid === undefined) return;
  try {
    process.kill(-child.pid, signal);
  } catch {
    // The group has ended by itself.
  }
}

function exitCodeOf(code: number | null, signal: NodeJS.Signals | null): number {
  if (code !== null) return code;
  const numbers: Partial<Record<NodeJS.Signals, number>> = {
    SIGHUP: 1,
    SIGINT: 2,
    SIGABRT: 6,
    SIGKILL: 9,
    SIGSEGV: 11,
    SIGPIPE: 13,
    SIGTERM: 15,
  };
  return 128 + ((signal && numbers[signal]) ?? 0);
}

/** Holds no process that is done: what is waited for holds it by itself. */
function delay(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms).unref());
}
