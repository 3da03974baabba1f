import { type EnvironmentSource, InvalidInputError } from "@slipway/core";
import { getEnvironment, getRepository } from "@slipway/db";
import { ENVIRONMENT_FILE_BYTES, ENVIRONMENT_FILE_PATH, parseEnvironmentFile } from "@slipway/environment";
import type { ApiContext } from "../api-context.ts";
import { readBranchFiles } from "./read-branch-files.ts";

/** The file that wins over an environment, at the newest commit of the branch where its tasks begin; null where there is none. */
export async function readEnvironmentSource(context: ApiContext, environmentId: string): Promise<EnvironmentSource | null> {
  const environment = await getEnvironment(context.db, { environmentId });
  const repository = await getRepository(context.db, { repositoryId: environment.repositoryId });
  const files = await readBranchFiles(context, { repository, branch: environment.branch ?? repository.defaultBranch });
  const place = { path: ENVIRONMENT_FILE_PATH, branch: files.branch, commit: files.commit };
  const text = await files.read(ENVIRONMENT_FILE_PATH, ENVIRONMENT_FILE_BYTES).catch((error: unknown) => {
    if (error instanceof InvalidInputError) return error;
    throw error;
  });
  if (text === null) return null;
  if (typeof text !== "string") return { ...place, text: "", file: null, faults: [{ line: 1, message: text.message }] };
  const parsed = parseEnvironmentFile(text);
  return parsed.kind === "file" ? { ...place, text, file: parsed.file, faults: [] } : { ...place, text, file: null, faults: parsed.faults };
}
