import { type Environment, type EnvironmentReview, InvalidInputError, type Repository } from "@slipway/core";
import { getEnvironment, getRepository, getTask, isEnvironmentFileAccepted } from "@slipway/db";
import {
  DEFAULT_SETTINGS,
  ENVIRONMENT_FILE_PATH,
  type EnvironmentAt,
  type EnvironmentSettings,
  environmentAt,
  environmentDifferences,
  environmentHash,
  type ReadFile,
  replacedDifferences,
} from "@slipway/environment";
import type { ApiContext } from "../api-context.ts";
import { readBranchFiles } from "./read-branch-files.ts";

/** Of the task's base commit; of its branch's newest commit before it has one. Throws NotFoundError. */
export async function readTaskReview(context: ApiContext, taskId: string): Promise<EnvironmentReview | null> {
  const { environment, repository: of, branch, baseCommit } = await getTask(context.db, { taskId });
  const repository = await getRepository(context.db, { repositoryId: of.id });
  const stored = environment === null ? DEFAULT_SETTINGS : await getEnvironment(context.db, { environmentId: environment.id });
  return review(context, { repository, stored, branch, commit: baseCommit });
}

/** Of the newest commit of the branch where the environment's tasks begin. Throws NotFoundError. */
export async function readOwnReview(context: ApiContext, environmentId: string): Promise<EnvironmentReview | null> {
  const stored = await getEnvironment(context.db, { environmentId });
  const repository = await getRepository(context.db, { repositoryId: stored.repositoryId });
  return review(context, { repository, stored, branch: stored.branch ?? repository.defaultBranch, commit: null });
}

type Stored = EnvironmentSettings & Partial<Pick<Environment, "secrets">>;
type Wanted = { repository: Repository; stored: Stored; branch: string; commit: string | null };

/** Null where the default branch says the same, or nothing would be withheld or replaced, or the file cannot be used at all. */
async function review(context: ApiContext, { repository, stored, branch, commit }: Wanted): Promise<EnvironmentReview | null> {
  const { id: repositoryId, defaultBranch } = repository;
  if (branch === defaultBranch) return null;
  const files = await readBranchFiles(context, { repository, branch, commit });
  const trustedFiles = await readBranchFiles(context, { repository, branch: defaultBranch }).catch(noneIfMissing);
  const asked = await environmentAt(stored, blankWhereLarge(files.read));
  const trusted = await environmentAt(stored, trustedFiles === null ? async () => null : blankWhereLarge(trustedFiles.read));
  const differences = asked.faults.length > 0 ? [] : environmentDifferences(asked, trusted);
  const replaced = replacedDifferences(differences);
  const withheld = (stored.secrets ?? []).flatMap(({ name, scope }) => (scope === "gateway" ? [] : [name]));
  if (differences.length === 0 || replaced.length + withheld.length === 0) return null;
  const hash = await environmentHash(asked);
  const accepted = await isEnvironmentFileAccepted(context.db, { repositoryId, hash });
  return { hash, branch, commit: files.commit, defaultBranch, differences, replaced, withheld, accepted, files: filesOf(asked, trusted) };
}

function filesOf(asked: EnvironmentAt, trusted: EnvironmentAt): EnvironmentReview["files"] {
  const paths = new Set([asked.settings.dockerfile, trusted.settings.dockerfile].filter((path) => path !== null));
  const textIn = ({ settings, dockerfileText }: EnvironmentAt, path: string) => (settings.dockerfile === path ? dockerfileText : null);
  return [
    { path: ENVIRONMENT_FILE_PATH, text: asked.text, trustedText: trusted.text },
    ...[...paths].map((path) => ({ path, text: textIn(asked, path), trustedText: textIn(trusted, path) })),
  ];
}

/** One that is too large is refused by its length, as it is in a task. */
function blankWhereLarge(read: ReadFile): ReadFile {
  return (path, maxBytes) =>
    read(path, maxBytes).catch((error: unknown) => {
      if (error instanceof InvalidInputError) return " ".repeat(maxBytes + 1);
      throw error;
    });
}

function noneIfMissing(error: unknown): null {
  if (error instanceof InvalidInputError) return null;
  throw error;
}
