import type { AttemptFailure, CommandResult } from "@slipway/core";
import type { SecretFile } from "@slipway/sandbox";

const LOG_LINES = 40;

/** How a setup or maintenance script that did not do it reads to the person; `log` is cut to its last lines. */
export function setupFailure(
  script: "setup" | "maintenance",
  end: Pick<CommandResult, "ending" | "exitCode" | "outOfMemory" | "durationMs"> & { log: string; leaked?: readonly SecretFile[] },
): AttemptFailure {
  if (end.leaked !== undefined) return leakFailure(end.leaked);
  return {
    code: "setup_failed",
    message: `The ${script} script ${describeEnd(end)}.`,
    hint: `Correct the environment's ${script} script, or what it needs, then retry: a retry runs it anew.`,
    log: end.log.trimEnd().split("\n").slice(-LOG_LINES).join("\n"),
  };
}

function leakFailure(leaked: readonly SecretFile[]): AttemptFailure {
  const places = leaked.map(({ secret, path }) => `${secret} in ${path}`);
  return {
    code: "setup_failed",
    message: `The setup script left secrets in files, so its snapshot was thrown away: ${places.join(", ")}.`,
    hint: "Remove these files at the end of the setup script, or give the secrets the scope gateway; then retry.",
    log: null,
  };
}

function describeEnd({ ending, exitCode, outOfMemory, durationMs }: Parameters<typeof setupFailure>[1]): string {
  const memory = outOfMemory ? "; it ran out of memory" : "";
  switch (ending) {
    case "exited":
      return `ended with exit code ${exitCode}${memory}`;
    case "timed_out":
      return `was stopped at its time limit, after ${Math.round(durationMs / 1_000)} s${memory}`;
    case "killed":
      return `was ended${memory}`;
  }
}
