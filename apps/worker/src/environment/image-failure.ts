import type { AttemptFailure } from "@slipway/core";
import type { ImageBuild } from "@slipway/sandbox";

const LOG_LINES = 40;

/** How a Dockerfile that could not be built reads to the person. */
export function imageFailure(path: string, end: Extract<ImageBuild, { kind: "failed" }>): AttemptFailure {
  const at = end.step === null ? "" : ` at the step "${end.step.slice(0, 300)}"`;
  const why = end.exitCode === null ? `: ${end.message}` : ` with exit code ${end.exitCode}`;
  return {
    code: "setup_failed",
    message: `The build of ${path} failed${at}${why}`.replace(/\.?$/, "."),
    hint: "A build has no network: what downloads something belongs into the setup script. Correct the Dockerfile, then send the task anew; a retry builds it once more.",
    log: end.log.trimEnd().split("\n").slice(-LOG_LINES).join("\n"),
  };
}
