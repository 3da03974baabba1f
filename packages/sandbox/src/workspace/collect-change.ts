import { InvalidInputError, UnavailableError } from "@slipway/core";
import { runScript } from "../exec/run-script.ts";
import type { SandboxState } from "../sandbox-state.ts";
import { COLLECT_CHANGE } from "./repository-scripts.ts";

const TIMEOUT_MS = 300_000;

/**
 * Ends every process of the agent's and reads the work tree against `baseCommit`, as a patch that `git apply --binary` reads. Whatever
 * was done to the work tree's own .git does not matter. Throws InvalidInputError over `maxBytes`.
 */
export async function collectChange(
  state: SandboxState,
  { baseCommit, maxBytes }: { baseCommit: string; maxBytes: number },
): Promise<{ patch: Uint8Array }> {
  const { exitCode, output, errors, truncated } = await runScript(state, {
    body: COLLECT_CHANGE,
    args: [baseCommit],
    maxBytes,
    timeoutMs: TIMEOUT_MS,
  });
  if (truncated) throw new InvalidInputError(`The change is larger than the ${maxBytes} bytes that are kept`);
  if (exitCode !== 0) throw new UnavailableError(`The change could not be read from the sandbox: ${errors.trim()}`);
  return { patch: output };
}
