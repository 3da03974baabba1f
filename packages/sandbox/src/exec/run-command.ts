import { posix } from "node:path";
import { type CommandResult, InvalidInputError, UnavailableError, type WorkspaceCommand } from "@slipway/core";
import { WORKSPACE_ROOT } from "../container/container-spec.ts";
import { type SandboxState, sandboxGone } from "../sandbox-state.ts";
import { type CommandOutput, collectCommandOutput } from "./command-output.ts";
import { type CommandStop, watchCommand } from "./command-stop.ts";
import { COMMAND_SCRIPT } from "./exec-script.ts";
import { killEveryProcess } from "./kill-processes.ts";
import type { ExecMark } from "./mark-reader.ts";
import { runScript } from "./run-script.ts";
import { type RunningExec, startExec } from "./start-exec.ts";

/** Linux bounds one argument to 128 KiB; a longer command travels through stdin. */
const ARGUMENT_BYTES = 100_000;
/** The inner deadline only matters when this process stalls or dies, so it comes later than the outer one. */
const INNER_DELAY_SECONDS = 15;
const STARTS = 3;
/** How shells end that cannot fork: dash and busybox at once, bash after it tried for a while. */
const CANNOT_FORK = new Set([2, 254]);

type Ended = Extract<ExecMark, { kind: "ended" }>;
/** `refusal` is what the engine said where the command never began. */
type Ending = { mark: Ended | null; hasBegun: boolean; refusal: string; stop: CommandStop; exitCode: number | null };

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
  const { mark, stop, exitCode } = await startUntilItRuns(state, command, output);
  if (mark === null) await refreshOomKills(state);
  return result(stop.reason() ?? "exited", mark?.exitCode ?? exitCode);
}

async function startUntilItRuns(state: SandboxState, command: WorkspaceCommand, output: CommandOutput): Promise<Ending> {
  for (let attempt = 1; ; attempt += 1) {
    const ending = await attemptCommand(state, command, output);
    if (!couldNotStart(ending)) return ending;
    if (attempt === STARTS) throw new UnavailableError(`The sandbox does not start commands any more: ${ending.refusal.trim()}`);
    await killEveryProcess(state);
    output.note("[the process limit was reached; every process of the sandbox was ended, and this command started again]\n");
  }
}

async function attemptCommand(state: SandboxState, command: WorkspaceCommand, output: CommandOutput): Promise<Ending> {
  const exec = await startCommand(state, command);
  const stop = watchCommand(state, exec, command);
  let ended = false;
  let leavings = exec.release;
  try {
    const { mark, hasBegun, refusal } = await readOutput(exec, stop, output);
    ended = true;
    if (mark !== null) state.oomKills = Math.max(state.oomKills, mark.oomKills);
    await stop.settle();
    if (mark !== null && stop.reason() === null) leavings = exec.drain;
    const exitCode = mark === null ? await exec.exitCode() : mark.exitCode;
    if (mark === null && stop.reason() === null && (exitCode === null || state.loss !== null)) throw sandboxGone(state);
    return { mark, hasBegun, refusal, stop, exitCode };
  } catch (error) {
    if (!ended) await stop.abandon();
    throw error;
  } finally {
    leavings();
  }
}

async function startCommand(state: SandboxState, { command, cwd, timeoutMs, variables }: WorkspaceCommand): Promise<RunningExec> {
  if (`${command}${cwd ?? ""}`.includes("\0")) throw new InvalidInputError("A command cannot contain a NUL character");
  const bytes = Buffer.from(command);
  const isLong = bytes.length > ARGUMENT_BYTES;
  const seconds = Math.ceil(timeoutMs / 1_000) + INNER_DELAY_SECONDS;
  const args = [posix.resolve(WORKSPACE_ROOT, cwd ?? "."), String(seconds), isLong ? "" : command, String(bytes.length)];
  try {
    return await startExec(state.container, {
      user: state.user,
      variables: { ...state.variables, ...variables },
      script: COMMAND_SCRIPT,
      args,
      ...(isLong && { stdin: bytes }),
    });
  } catch (error) {
    throw state.loss === null ? error : sandboxGone(state, error);
  }
}

async function readOutput(
  exec: RunningExec,
  stop: CommandStop,
  output: CommandOutput,
): Promise<Pick<Ending, "mark" | "hasBegun" | "refusal">> {
  let hasBegun = false;
  let refusal = "";
  for await (const item of exec.items) {
    if (!("kind" in item)) {
      if (hasBegun) output.take(item.data);
      else refusal += item.data.toString();
    } else if (item.kind === "ended") {
      return { mark: item, hasBegun, refusal };
    } else {
      hasBegun = true;
      stop.begun(item.processGroup);
    }
  }
  return { mark: null, hasBegun, refusal };
}

/** At the process limit the engine cannot join the sandbox, or the wrapper's shell cannot fork. */
function couldNotStart({ mark, hasBegun, stop, exitCode }: Ending): boolean {
  if (mark !== null || stop.reason() !== null) return false;
  return !hasBegun || (exitCode !== null && CANNOT_FORK.has(exitCode));
}

/** The wrapper died with the command, so its count never came. */
async function refreshOomKills(state: SandboxState): Promise<void> {
  const { output } = await runScript(state, {
    body: `oom_kills; printf %d "$slw_found"`,
  });
  state.oomKills = Math.max(state.oomKills, Number(output.toString()) || 0);
}
