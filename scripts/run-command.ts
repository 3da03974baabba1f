import { type ChildProcess, spawn } from "node:child_process";
import { StepError } from "./step-error.ts";

const TAIL_LINES = 25;
const TAIL_CHARACTERS = 16_000;

export type Command = {
  command: string;
  args: readonly string[];
  cwd?: string;
  /** Added to the environment of this process. */
  env?: Record<string, string>;
  uid?: number;
  gid?: number;
  /** Where the output goes, beside being kept for an error message. */
  onLine?: (line: string) => void;
};

export type CommandEnding = { exitCode: number; tail: string };

const running = new Set<ChildProcess>();

/** Runs a command to its end. A non-zero exit is an answer; only a program that cannot be started throws. */
export async function endOfCommand({ command, args, env, onLine, ...options }: Command): Promise<CommandEnding> {
  // A group of its own, so that what the command starts can be ended with it.
  const child = spawn(command, args, {
    ...options,
    env: { ...process.env, NO_COLOR: "1", ...env },
    detached: true,
    stdio: ["ignore", "pipe", "pipe"],
  });
  running.add(child);
  let tail = "";
  const listen = (chunk: string) => {
    tail = (tail + chunk).slice(-TAIL_CHARACTERS);
    for (const line of onLine ? chunk.trimEnd().split("\n") : []) onLine?.(line);
  };
  child.stdout.setEncoding("utf8").on("data", listen);
  child.stderr.setEncoding("utf8").on("data", listen);
  try {
    const exitCode = await new Promise<number>((resolve, reject) => {
      child.once("error", reject);
      child.once("close", (code) => resolve(code ?? 128));
    });
    return { exitCode, tail: tail.trimEnd().split("\n").slice(-TAIL_LINES).join("\n") };
  } finally {
    running.delete(child);
  }
}

/** Runs a command that has to succeed; otherwise a StepError with its last lines and `remedy`. */
export async function runCommand({ remedy, ...command }: Command & { remedy: readonly string[] }): Promise<void> {
  const { exitCode, tail } = await endOfCommand(command);
  if (exitCode !== 0) {
    throw new StepError(`${[command.command, ...command.args].join(" ")} ended with ${exitCode}. Its last lines:\n${tail}`, remedy);
  }
}

/** Ends every command that is under way, with all that it started; their callers see them fail. */
export function endRunningCommands(signal: NodeJS.Signals): void {
  for (const { pid } of running) {
    if (pid === undefined) continue;
    try {
      process.kill(-pid, signal);
    } catch {
      // It ended in the meantime.
    }
  }
}
