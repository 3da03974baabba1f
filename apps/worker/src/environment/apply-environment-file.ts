import { resolveLimits } from "@slipway/core";
import type { WorkEnvironment } from "@slipway/db";
import { DEFAULT_SETTINGS, ENVIRONMENT_FILE_PATH, environmentAt, type FileFault, withTrustedReach } from "@slipway/environment";
import { AttemptFailedError } from "../attempt/attempt-failed-error.ts";
import type { AttemptRun, PreparedRepository } from "../attempt/attempt-run.ts";
import type { Journal } from "../attempt/journal.ts";
import { readFilesAt } from "../repository/read-files-at.ts";
import type { WorkerContext } from "../worker-context.ts";
import type { AttemptSecrets } from "./attempt-secrets.ts";
import { type EnvironmentPlace, environmentVerdict } from "./environment-verdict.ts";
import { reviewNote } from "./review-note.ts";
import { withholdSecrets } from "./withhold-secrets.ts";

/**
 * The attempt as the repository's own environment file makes it, or the very same attempt where there is none. What the file leaves
 * out, and every secret, comes from the stored environment; a task without one gets the defaults and no secret. A file that cannot be
 * used ends the attempt.
 */
export async function applyEnvironmentFile(run: AttemptRun, { mirror, baseCommit }: PreparedRepository): Promise<AttemptRun> {
  const { work, context, secrets, journal, signal } = run;
  const place = { mirror, repository: work.repository, branch: work.baseBranch, commit: baseCommit, signal };
  const applied = await withEnvironmentFile(context, { stored: work.environment, secrets, journal, place });
  if (applied === null) return run;
  const { environment, ...others } = applied;
  return {
    ...run,
    ...others,
    work: { ...work, environment },
    limits: resolveLimits(environment.limits, work.limits),
    image: environment.image ?? context.settings.sandboxImage,
  };
}

type Wanted = {
  stored: WorkEnvironment | null;
  secrets: AttemptSecrets;
  journal: Pick<Journal, "note">;
  place: EnvironmentPlace;
};
type Applied = { environment: WorkEnvironment; secrets: AttemptSecrets; dockerfileCommit?: string };

/**
 * The environment at a commit, and the secrets that it is given: none for processes where nobody has accepted it, and then its image,
 * Dockerfile and network are the default branch's. Null where the commit says nothing and what is stored applies. Throws an
 * AttemptFailedError for a file that cannot be used.
 */
export async function withEnvironmentFile(context: WorkerContext, { stored, secrets, journal, place }: Wanted): Promise<Applied | null> {
  const { branch, commit, repository, mirror } = place;
  const under = stored ?? { id: null, ...DEFAULT_SETTINGS };
  const asked = await environmentAt(under, readFilesAt(mirror, commit));
  if (asked.faults.length > 0) throw unusable(asked.faults, commit);
  if (asked.text !== null) await journal.note("info", `Environment from ${ENVIRONMENT_FILE_PATH} at ${commit.slice(0, 12)}.`);
  const verdict = await environmentVerdict(context, { stored: under, asked, place });
  if (verdict.kind !== "unreviewed") return asked.text === null ? null : { environment: asked.settings, secrets };
  const { differences, trusted } = verdict;
  const environment = withTrustedReach(asked.settings, trusted.settings);
  if (verdict.commit === null && environment.dockerfile !== null) throw unbuildable(repository.defaultBranch, environment.dockerfile);
  const kept = withholdSecrets(secrets);
  const note = reviewNote({ branch, commit, defaultBranch: repository.defaultBranch, differences, withheld: kept.withheld });
  if (note !== null) await journal.note("warning", note);
  return { environment, secrets: kept, ...(verdict.commit !== null && { dockerfileCommit: verdict.commit }) };
}

function unbuildable(defaultBranch: string, dockerfile: string): AttemptFailedError {
  return new AttemptFailedError(
    {
      code: "environment_invalid",
      message: `There is no branch ${defaultBranch}, whose ${dockerfile} builds the image of what nobody has accepted.`,
      hint: "An owner or admin can review and accept this branch's environment where the task or the environment is shown. Then retry.",
    },
    { retryable: false, cause: defaultBranch },
  );
}

function unusable(faults: readonly FileFault[], baseCommit: string): AttemptFailedError {
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
