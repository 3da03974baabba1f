import { type SandboxState, sandboxGone } from "../sandbox-state.ts";
import { BEGIN } from "./exec-script.ts";
import { startExec } from "./start-exec.ts";

const TRIES = 5;
/** An exec needs a few processes of its own before it joins, which a full process limit refuses. */
const HEADROOM_PROCESSES = 64;

/** Signals a process group of the agent's. One that has ended is no error. */
export async function signalProcessGroup(
  state: SandboxState,
  { group, signal }: { group: number; signal: "TERM" | "KILL" },
): Promise<void> {
  await runKill(state, `kill -s ${signal} -- -${group} 2>/dev/null`);
}

/** Ends everything that runs under the uid of the commands; a builtin, so it works at the process limit. */
export async function killEveryProcess(state: SandboxState): Promise<void> {
  await runKill(state, "clear_processes");
}

async function runKill(state: SandboxState, body: string): Promise<void> {
  let raised = false;
  try {
    for (let attempt = 1; attempt <= TRIES; attempt += 1) {
      if (await attemptKill(state, body)) return;
      await state.container.update({ PidsLimit: state.limits.processes + attempt * HEADROOM_PROCESSES });
      raised = true;
    }
  } catch (error) {
    throw sandboxGone(state, error);
  } finally {
    if (raised) await state.container.update({ PidsLimit: state.limits.processes }).catch(() => undefined);
  }
  throw sandboxGone(state);
}

async function attemptKill({ container, user }: SandboxState, body: string): Promise<boolean> {
  const exec = await startExec(container, { user, script: `${BEGIN}\n${body}\nend 0\n` });
  for await (const item of exec.items) if ("kind" in item && item.kind === "ended") return true;
  return false;
}
