import type { AttemptFailure, CommandResult } from "@slipway/core";

const LOG_LINES = 40;

/** How a setup or maintenance script that did not do it reads to the person; `log` is cut to its last lines. */
export function setupFailure(
  script: "setup" | "maintenance",
  end: Pick<CommandResult, "ending" | "exitCode" | "outOfMemory" | "durationMs"> & { log: string },
): AttemptFailure {
  return {
    code: "setup_failed",
    message: `The ${script} script ${describeEnd(end)}.`,
    hint: `Correct the environment's ${script} script, or what it needs, then retry: a retry runs it anew.`,
    log: end.log.trimEnd().split("\n").slice(-LOG_LINES).join("\n"),
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
