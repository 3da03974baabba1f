import { posix } from "node:path";
import { type CommandResult, InvalidInputError, type WorkspaceCommand } from "@slipway/core";
import { type CommandOutput, collectCommandOutput } from "./command-output.ts";
import { type CommandStop, watchCommand } from "./command-stop.ts";
import { AGENT_USER, WORKSPACE_ROOT } from "./container-spec.ts";
import { COMMAND_SCRIPT } from "./exec-script.ts";
import { killEveryProcess } from "./kill-processes.ts";
import type { ExecMark } from "./mark-reader.ts";
import { runScript } from "./run-script.ts";
import { type SandboxState, sandboxGone } from "./sandbox-state.ts";
import { type RunningExec, startExec } from "./start-exec.ts";

/** Linux bounds one argument to 128 KiB; a longer command travels through stdin. */
const ARGUMENT_BYTES = 100_000;
/** The inner deadline only matters when this process stalls or dies, so it comes later than the outer one. */
const INNER_DELAY_SECONDS = 15;
const CROWDED = 0.9;
const KILLED = 137;

type Ended = Extract<ExecMark, { kind: "ended" }>;
type Ending = { mark: Ended | null; stop: CommandStop; exitCode: number | null };

/** One exec on the ordinary path: the exit code travels at the end of the output. */
export async function runCommand(state: SandboxState, command: WorkspaceCommand): Promise<CommandResult> {
  const startedAt = performance.now();
  const output = collectCommandOutput(command);
  const oomKillsBefore = state.oomKills;
  const result = (ending: CommandResult["ending"], exitCode: number | null): CommandResult => ({
    ending,
    exitCode: ending === "exited" ? exitCode : null,
    durationMs: Math.round(performance.now() - startedAt),
    droppedBytes: output.finish(),
    outOfMemory: state.oomKills > oomKillsBefore,
  });
  if (command.signal?.aborted) return result("killed", null);
  let ended = await attemptCommand(state, command, output);
  if (couldNotStart(ended)) {
    await killEveryProcess(state.container);
    output.note("[the process limit was reached; every process of the sandbox was ended, and this command started again]\n");
    ended = await attemptCommand(state, command, output);
  }
  const { mark, stop, exitCode } = ended;
  if (mark === null) await refreshOomKills(state);
  else await makeRoom(state, mark, output);
  return result(stop.reason() ?? "exited", mark?.exitCode ?? exitCode);
}

async function attemptCommand(state: SandboxState, command: WorkspaceCommand, output: CommandOutput): Promise<Ending> {
  const exec = await startCommand(state, command);
  const stop = watchCommand(state, exec, command);
  try {
    const mark = await readOutput(exec, stop, output);
    if (mark !== null) state.oomKills = Math.max(state.oomKills, mark.oomKills);
    await stop.settle();
    const exitCode = mark === null ? await exec.exitCode() : mark.exitCode;
    if (mark === null && stop.reason() === null && (exitCode === null || state.loss !== null)) throw sandboxGone(state);
    return { mark, stop, exitCode };
  } finally {
    await stop.settle();
    exec.release();
  }
}

async function startCommand(state: SandboxState, { command, cwd, timeoutMs }: WorkspaceCommand): Promise<RunningExec> {
  if (`${command}${cwd ?? ""}`.includes("\0")) throw new InvalidInputError("A command cannot contain a NUL character");
  const bytes = Buffer.from(command);
  const isLong = bytes.length > ARGUMENT_BYTES;
  const seconds = Math.ceil(timeoutMs / 1_000) + INNER_DELAY_SECONDS;
  const args = [posix.resolve(WORKSPACE_ROOT, cwd ?? "."), String(seconds), isLong ? "" : command, String(bytes.length)];
  try {
    return await startExec(state.container, { user: AGENT_USER, script: COMMAND_SCRIPT, args, ...(isLong && { stdin: bytes }) });
  } catch (error) {
    throw state.loss === null ? error : sandboxGone(state, error);
  }
}

async function readOutput(exec: RunningExec, stop: CommandStop, output: CommandOutput): Promise<Ended | null> {
  for await (const item of exec.items) {
    if (!("kind" in item)) output.take(item.data);
    else if (item.kind === "begun") stop.begun(item.processGroup);
    else return item;
  }
  return null;
}

/** Without an end mark the wrapper died or could not fork; a shell that cannot fork ends with 2 or, where it retries, 254. */
function couldNotStart({ mark, stop, exitCode }: Ending): boolean {
  return mark === null && stop.reason() === null && exitCode !== KILLED && exitCode !== null;
}

/** A command that left the sandbox full of processes would make every later one fail. */
async function makeRoom(state: SandboxState, mark: Ended, output: CommandOutput): Promise<void> {
  if (mark.processes < state.limits.processes * CROWDED) return;
  await killEveryProcess(state.container);
  output.note("[the process limit was reached; every process of the sandbox was ended]\n");
}

/** The wrapper died with the command, so its count never came. */
async function refreshOomKills(state: SandboxState): Promise<void> {
  const { output } = await runScript(state, {
    body: `found=0
if [ -r /sys/fs/cgroup/memory.events ]; then count /sys/fs/cgroup/memory.events oom_kill
elif [ -r /sys/fs/cgroup/memory/memory.oom_control ]; then count /sys/fs/cgroup/memory/memory.oom_control oom_kill; fi
printf %d "$found"`,
  });
  state.oomKills = Math.max(state.oomKills, Number(output.toString()) || 0);
}
