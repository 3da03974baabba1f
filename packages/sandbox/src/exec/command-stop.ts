import type { WorkspaceCommand } from "@slipway/core";
import type { SandboxState } from "../sandbox-state.ts";
import { killEveryProcess, signalProcessGroup } from "./kill-processes.ts";
import type { RunningExec } from "./start-exec.ts";

const TERM_GRACE_MS = 2_000;
const KILL_GRACE_MS = 1_000;

export type CommandStop = {
  reason(): "timed_out" | "killed" | null;
  /** Makes the process group known; a stop that was asked for earlier takes effect now. */
  begun(processGroup: number): void;
  /** Ends what is left of the group after a stop; call it when the command's output has ended. */
  settle(): Promise<void>;
  /** Ends the group at once, because nobody reads the output any more. */
  abandon(): Promise<void>;
};

/** Watches the deadline and the signal of one command, and ends its process group: TERM, then KILL, then the connection. */
export function watchCommand(state: SandboxState, exec: RunningExec, { timeoutMs, signal }: WorkspaceCommand): CommandStop {
  let reason: "timed_out" | "killed" | null = null;
  let group: number | null = null;
  const timers = new Set<NodeJS.Timeout>();
  const after = (ms: number, act: () => void) => timers.add(setTimeout(act, ms));
  /** An engine that cannot signal any more has lost the container, which the reader of the output finds out. */
  const send = (name: "TERM" | "KILL") => {
    const sent = group === null ? killEveryProcess(state) : signalProcessGroup(state, { group, signal: name });
    return sent.catch(() => undefined);
  };
  const stop = (why: "timed_out" | "killed") => {
    if (reason !== null) return;
    reason = why;
    if (group !== null) void send("TERM");
    after(TERM_GRACE_MS, () => void send("KILL").then(() => after(KILL_GRACE_MS, exec.release)));
  };
  const onAbort = () => stop("killed");
  after(timeoutMs, () => stop("timed_out"));
  if (signal?.aborted) onAbort();
  signal?.addEventListener("abort", onAbort, { once: true });
  const release = () => {
    for (const timer of timers) clearTimeout(timer);
    signal?.removeEventListener("abort", onAbort);
  };
  return {
    reason: () => reason,
    begun(processGroup) {
      group = processGroup;
      if (reason !== null) void send("TERM");
    },
    async settle() {
      release();
      if (reason !== null) await send("KILL");
    },
    async abandon() {
      release();
      await send("KILL");
    },
  };
}
