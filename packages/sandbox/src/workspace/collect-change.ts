import { InvalidInputError, UnavailableError } from "@slipway/core";
import { runScript, type ScriptResult } from "../exec/run-script.ts";
import type { SandboxState } from "../sandbox-state.ts";
import { COLLECT_CHANGE } from "./repository-scripts.ts";

const TIMEOUT_MS = 300_000;

export type ChangeRequest = { baseCommit: string; maxBytes: number };

/**
 * Ends every process of the agent's and reads the work tree against `baseCommit`, as a patch that `git apply --binary` reads. Whatever
 * was done to the work tree's own .git does not matter. Throws InvalidInputError over `maxBytes`.
 */
export async function collectChange(state: SandboxState, request: ChangeRequest): Promise<{ patch: Uint8Array }> {
  const { exitCode, output, errors, truncated } = await readChange(state, request, []);
  if (truncated) throw new InvalidInputError(`The change is larger than the ${request.maxBytes} bytes that are kept`);
  if (exitCode !== 0) throw new UnavailableError(`The change could not be read from the sandbox: ${errors.trim()}`);
  return { patch: output };
}

/**
 * The change as it stands beside what still runs, which nothing is done to. Null where it cannot be read so: over `maxBytes`, or where
 * nested repositories or shut folders stand in the way.
 */
export async function glimpseChange(state: SandboxState, request: ChangeRequest): Promise<{ patch: Uint8Array } | null> {
  const { exitCode, output, truncated } = await readChange(state, request, ["running"]);
  return truncated || exitCode !== 0 ? null : { patch: output };
}

function readChange(state: SandboxState, { baseCommit, maxBytes }: ChangeRequest, how: readonly "running"[]): Promise<ScriptResult> {
  return runScript(state, { body: COLLECT_CHANGE, args: [baseCommit, ...how], maxBytes, timeoutMs: TIMEOUT_MS });
}
