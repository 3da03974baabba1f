import type { Sandbox } from "@slipway/sandbox";
import { AttemptFailedError } from "../attempt/attempt-failed-error.ts";
import type { AttemptRun } from "../attempt/attempt-run.ts";
import { recordCommand } from "../attempt/command-record.ts";
import type { Journal } from "../attempt/journal.ts";
import { secretWorkspace } from "./secret-workspace.ts";
import { setupFailure } from "./setup-failure.ts";

const SILENT: Pick<Journal, "append"> = { append: async () => undefined };

export function maintenanceScript({ work }: Pick<AttemptRun, "work">): string | null {
  const script = work.environment?.maintenanceScript ?? "";
  return script.trim() === "" ? null : script;
}

/** Runs the environment's maintenance script, if there is one, as the agent's user in the filled sandbox. `told` writes it to the log. */
export async function runMaintenance(run: AttemptRun, { sandbox, told }: { sandbox: Sandbox; told: boolean }): Promise<void> {
  const { limits, journal, signal } = run;
  const script = maintenanceScript(run);
  if (script === null) return;
  if (told) await journal.enterPhase("setup");
  const record = await recordCommand(told ? journal : SILENT, { callId: "maintenance", command: script, cwd: sandbox.workspace.root });
  const result = await secretWorkspace(sandbox.workspace, run.secrets).runCommand({
    command: `set -e\n${script}`,
    timeoutMs: limits.commandSeconds * 1_000,
    onOutput: record.take,
    signal,
  });
  await record.finish(result);
  signal.throwIfAborted();
  if (result.ending === "exited" && result.exitCode === 0) return;
  const { log, ...failure } = setupFailure("maintenance", { ...result, log: record.lastLines(1_000) });
  throw new AttemptFailedError({ ...failure, log: log ?? "" }, { retryable: false, cause: result });
}
