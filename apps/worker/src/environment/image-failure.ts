import type { AttemptFailure } from "@slipway/core";
import type { ImageBuild } from "@slipway/sandbox";

const LOG_LINES = 40;

type Reach = { hasNetwork: boolean; denied: readonly string[] };

/** How a Dockerfile that could not be built reads to the person. */
export function imageFailure(path: string, end: Extract<ImageBuild, { kind: "failed" }>, reach: Reach): AttemptFailure {
  const at = end.step === null ? "" : ` at the step "${end.step.slice(0, 300)}"`;
  const why = end.exitCode === null ? `: ${end.message}` : ` with exit code ${end.exitCode}`;
  return {
    code: "setup_failed",
    message: `The build of ${path} failed${at}${why}`.replace(/\.?$/, "."),
    hint: `${reachHint(reach)}Correct the Dockerfile, then send the task anew; a retry builds it once more.`,
    log: end.log.trimEnd().split("\n").slice(-LOG_LINES).join("\n"),
  };
}

function reachHint({ hasNetwork, denied }: Reach): string {
  if (!hasNetwork) return "This environment's setup has no network, so the build has none either. ";
  return denied.length === 0 ? "" : `The setup's network policy denied ${denied.join(", ")}. `;
}
