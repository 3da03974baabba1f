import { type EnvironmentSuggestion, InvalidInputError } from "@slipway/core";
import { getRepository, listImagesAtHand } from "@slipway/db";
import { filesToRead, suggestEnvironment, withImagesAtHand } from "@slipway/environment";
import type { ApiContext } from "../api-context.ts";
import { readBranchFiles } from "./read-branch-files.ts";

const maxFileBytes = 512 * 1024;

/** An environment read from the files of the default branch's newest commit. Stores nothing and runs nothing. */
export async function suggestForRepository(context: ApiContext, repositoryId: string): Promise<EnvironmentSuggestion> {
  const repository = await getRepository(context.db, { repositoryId });
  const files = await readBranchFiles(context, { repository, branch: repository.defaultBranch });
  const paths = await files.list();
  const texts = new Map<string, string>();
  for (const path of filesToRead(paths)) {
    const text = await files.read(path, maxFileBytes).catch(passOverLarge);
    if (text !== null) texts.set(path, text);
  }
  const suggested = withImagesAtHand(suggestEnvironment({ paths, texts }), await listImagesAtHand(context.db));
  return { ...suggested, branch: files.branch, commit: files.commit };
}

function passOverLarge(error: unknown): null {
  if (error instanceof InvalidInputError) return null;
  throw error;
}
