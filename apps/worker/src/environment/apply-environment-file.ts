import { type EnvironmentFile, NetworkPolicy, resolveLimits } from "@slipway/core";
import type { WorkEnvironment } from "@slipway/db";
import { ENVIRONMENT_FILE_PATH, parseEnvironmentFile } from "@slipway/environment";
import { AttemptFailedError } from "../attempt/attempt-failed-error.ts";
import type { AttemptRun, PreparedRepository } from "../attempt/attempt-run.ts";

/**
 * The attempt as the repository's own environment file makes it, or the very same attempt where there is none. What the file leaves
 * out, and every secret, comes from the stored environment; a task without one gets the defaults and no secret. A file that cannot be
 * used ends the attempt.
 */
export async function applyEnvironmentFile(run: AttemptRun, { environmentText, baseCommit }: PreparedRepository): Promise<AttemptRun> {
  const { work, context, journal } = run;
  if (environmentText === null) return run;
  const environment = withEnvironmentFile(work.environment ?? DEFAULTS, { environmentText, baseCommit });
  await journal.note("info", `Environment from ${ENVIRONMENT_FILE_PATH} at ${baseCommit.slice(0, 12)}.`);
  return {
    ...run,
    work: { ...work, environment },
    limits: resolveLimits(environment.limits, work.limits),
    image: environment.image ?? context.settings.sandboxImage,
  };
}

type FileAt = { environmentText: string; baseCommit: string };

/** Throws an AttemptFailedError for a file that cannot be used. */
export function withEnvironmentFile(stored: WorkEnvironment, { environmentText, baseCommit }: FileAt): WorkEnvironment {
  const parsed = parseEnvironmentFile(environmentText);
  if (parsed.kind === "faults") throw unusable(parsed.faults, baseCommit);
  return mergeEnvironment(stored, parsed.file);
}

/** What applies where nothing is stored. */
const DEFAULTS: WorkEnvironment = {
  id: null,
  image: null,
  dockerfile: null,
  setupScript: "",
  maintenanceScript: "",
  variables: {},
  checks: [],
  network: NetworkPolicy.parse({}),
  limits: {},
};

/** Field by field; of a field that the file has, nothing stored is left. A file that names an image means no stored Dockerfile, and the other way round. */
export function mergeEnvironment(stored: WorkEnvironment, file: EnvironmentFile): WorkEnvironment {
  const given = Object.fromEntries(Object.entries(file).filter(([, value]) => value !== undefined));
  const namesImage = file.image !== undefined || file.dockerfile !== undefined;
  return { ...stored, ...(namesImage && { image: null, dockerfile: null }), ...given };
}

function unusable(faults: readonly { line: number; message: string }[], baseCommit: string): AttemptFailedError {
  const [first] = faults;
  const lines = faults.map(({ line, message }) => `${ENVIRONMENT_FILE_PATH}:${line}: ${message}`);
  return new AttemptFailedError(
    {
      code: "environment_invalid",
      message: `${ENVIRONMENT_FILE_PATH} cannot be used: line ${first?.line ?? 1}: ${first?.message ?? ""}`,
      hint: `Mend the file, commit it and send the task anew; this task stays at ${baseCommit.slice(0, 12)}.`,
      log: lines.join("\n"),
    },
    { retryable: false, cause: faults },
  );
}
