import type { Sandbox } from "@slipway/sandbox";
import type { AttemptRun } from "../attempt-run.ts";

/** The agent's sandbox until it is decided what becomes of it; the first decision counts. */
export type HeldSandbox = {
  readonly sandbox: Sandbox;
  /** Whoever resumes the attempt finds it by its record. */
  isRecorded: boolean;
  /** Resolves when it is gone. Never rejects: the reaper tries again. */
  remove(): Promise<void>;
  /** Leaves it for another to adopt, the agent's processes ended (collecting a change has done so); removes it where nobody could find it. */
  leave(after?: { isCollected: boolean }): Promise<void>;
  /** Touches nothing in it: it may be another worker's by now. */
  abandon(): void;
};

export function holdSandbox(run: Pick<AttemptRun, "context" | "work">, sandbox: Sandbox): HeldSandbox {
  let decided: Promise<void> | null = null;
  const warn = (error: unknown) => {
    run.context.log.warn({ attemptId: run.work.attemptId, err: error }, "the sandbox was not let go of; the reaper will try");
  };
  const decide = (act: () => Promise<void>) => {
    decided ??= act().catch(warn);
    return decided;
  };
  const held: HeldSandbox = {
    sandbox,
    isRecorded: false,
    remove: () => decide(() => sandbox.stop()),
    leave: ({ isCollected } = { isCollected: false }) =>
      decide(async () => {
        if (!held.isRecorded || sandbox.loss() !== null) return sandbox.stop();
        await (isCollected ? Promise.resolve() : sandbox.endProcesses()).finally(sandbox.leave);
      }),
    abandon: () => void decide(async () => sandbox.leave()),
  };
  return held;
}
