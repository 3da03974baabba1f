import { type ChildProcess, spawn } from "node:child_process";
import { lastLines } from "./last-lines.ts";
import { openLog } from "./open-log.ts";
import { StepError } from "./step-error.ts";
import { waitUntil } from "./wait-until.ts";

const FIRST_PAUSE_MS = 500;
const LONGEST_PAUSE_MS = 30_000;
/** A program that ran this long before it died starts over with the first pause. */
const HEALTHY_MS = 60_000;

export type Program = {
  name: string;
  command: string;
  args: readonly string[];
  cwd?: string;
  uid?: number;
  gid?: number;
  env: NodeJS.ProcessEnv;
  logPath: string;
  stopSignal: NodeJS.Signals;
  /** What ends it when it has not ended `graceMs` after `stopSignal`. */
  killSignal: NodeJS.Signals;
  graceMs: number;
  onOutput?: (text: string) => void;
  onStart?: (pid: number) => void;
};

export type KeptProgram = AsyncDisposable & {
  /** Resolves once `isReady` holds; a StepError with the end of the log when the program dies or takes too long. */
  waitUntilReady(options: { isReady: () => Promise<boolean>; timeoutMs: number }): Promise<void>;
  kill(): void;
};

/**
 * Starts a program in a group of its own, which Ctrl-C in the terminal does not reach, and starts it again with growing
 * pauses whenever it dies after having been ready. Disposing ends it for good.
 */
export function keepRunning(program: Program): KeptProgram {
  const log = openLog(program.logPath);
  const state = {
    child: null as ChildProcess | null,
    wasReady: false,
    isStopping: false,
    pauseMs: FIRST_PAUSE_MS,
    timer: null as NodeJS.Timeout | null,
  };
  const launch = () => {
    const startedAt = performance.now();
    const child = launchProgram(program, log);
    state.child = child;
    child.once("close", (code, signal) => {
      state.child = null;
      if (state.isStopping || !state.wasReady) return;
      if (performance.now() - startedAt > HEALTHY_MS) state.pauseMs = FIRST_PAUSE_MS;
      console.error(
        `${program.name} ended unexpectedly (${signal ?? code}); starting it again in ${state.pauseMs / 1000} s. Log: ${program.logPath}`,
      );
      state.timer = setTimeout(launch, state.pauseMs);
      state.pauseMs = Math.min(state.pauseMs * 2, LONGEST_PAUSE_MS);
    });
  };
  launch();
  return {
    async waitUntilReady({ isReady, timeoutMs }) {
      const isUp = await waitUntil(async () => state.child === null || (await isReady()), { timeoutMs });
      if (isUp && state.child !== null) {
        state.wasReady = true;
        return;
      }
      const what = state.child === null ? "ended at once" : `was not ready after ${timeoutMs / 1000} s`;
      throw new StepError(`${program.name} ${what}. The end of ${program.logPath}:\n${await lastLines(program.logPath)}`, [
        "Mend what it names and run the same command again.",
      ]);
    },
    kill: () => void state.child?.kill(program.killSignal),
    async [Symbol.asyncDispose]() {
      state.isStopping = true;
      if (state.timer) clearTimeout(state.timer);
      if (state.child) await endProgram(state.child, program);
    },
  };
}

function launchProgram(program: Program, log: (text: string) => void): ChildProcess {
  const { command, args, cwd, uid, gid, env } = program;
  const identity = { ...(uid === undefined ? {} : { uid }), ...(gid === undefined ? {} : { gid }), ...(cwd === undefined ? {} : { cwd }) };
  const child = spawn(command, args, { ...identity, env, detached: true, stdio: ["ignore", "pipe", "pipe"] });
  const listen = (text: string) => {
    log(text);
    program.onOutput?.(text);
  };
  child.stdout.setEncoding("utf8").on("data", listen);
  child.stderr.setEncoding("utf8").on("data", listen);
  child.on("error", (error) => log(`${error.message}\n`));
  if (child.pid !== undefined) program.onStart?.(child.pid);
  return child;
}

async function endProgram(child: ChildProcess, { stopSignal, killSignal, graceMs }: Program): Promise<void> {
  const ended = new Promise<void>((resolve) => void child.once("close", () => resolve()));
  child.kill(stopSignal);
  const timer = setTimeout(() => child.kill(killSignal), graceMs);
  await ended;
  clearTimeout(timer);
}
