import { runScript } from "../exec/run-script.ts";
import type { SandboxState } from "../sandbox-state.ts";

/** Blocks of files without a name that processes of the sandbox's user hold open, each file once. */
const SUM_UNNAMED = `find -L /proc/[0-9]*/fd -maxdepth 1 -type f -links 0 -exec stat -L -c '%d:%i %b %B' {} + 2>/dev/null | sort -u | {
  sum=0
  while read -r file blocks size; do sum=$((sum + blocks * size)); done
  echo "$sum"
}`;
const TIMEOUT_MS = 20_000;

/**
 * Bytes on disk of files that were removed while a process keeps them open: the engine's size of a layer leaves them out. What is told
 * comes from inside, so a hostile image may hide them; 0 where it cannot be asked.
 */
export async function unnamedBytes(state: SandboxState): Promise<number> {
  const { output } = await runScript(state, { user: state.user, body: SUM_UNNAMED, maxBytes: 64, timeoutMs: TIMEOUT_MS });
  const bytes = Number(output.toString().trim());
  return Number.isFinite(bytes) ? bytes : 0;
}
