import { readFile } from "node:fs/promises";
import path from "node:path";
import { CreateEnvironmentInput, CreateTaskInput, type Repository, type Task, UnavailableError } from "@slipway/core";
import { createEnvironment, createRepository, listEnvironments } from "@slipway/db";
import { parseRepositoryLocation } from "@slipway/forge";
import type { ApiContext, Caller } from "./api-context.ts";
import { readRemote } from "./repository/find-branch.ts";
import { submitTask } from "./submit-task.ts";

/** Adds the bundled sample where it is missing and sends its task. */
export async function submitSample(context: ApiContext, caller: Caller): Promise<Task> {
  const { samplePath } = context.settings;
  if (samplePath === undefined)
    throw new UnavailableError("The sample is not set up here. Start Slipway with npm start, or set SLIPWAY_SAMPLE_PATH.");
  const prompt = await readPrompt(samplePath);
  const repository = await ensureRepository(context, samplePath);
  const environmentId = await ensureEnvironment(context, repository.id);
  return submitTask(context, caller, CreateTaskInput.parse({ repositoryId: repository.id, environmentId, prompt }));
}

async function readPrompt(samplePath: string): Promise<string> {
  try {
    return await readFile(path.join(samplePath, "prompt.md"), "utf8");
  } catch (cause) {
    throw new UnavailableError(`The sample at ${samplePath} cannot be read. Start Slipway again with npm start.`, { cause });
  }
}

async function ensureRepository(context: ApiContext, samplePath: string): Promise<Repository> {
  const { kind, location } = parseRepositoryLocation({ path: samplePath }, { allowPaths: "any" });
  const { defaultBranch } = await readRemote(context, { kind, location });
  return createRepository(context.db, { name: "sample", kind, location, defaultBranch, sample: true });
}

async function ensureEnvironment({ db }: ApiContext, repositoryId: string): Promise<string> {
  const present = (await listEnvironments(db, { repositoryId })).find(({ name }) => name === "sample");
  if (present !== undefined) return present.id;
  const input = CreateEnvironmentInput.parse({ repositoryId, name: "sample", checks: [{ name: "tests", command: "npm test" }] });
  return (await createEnvironment(db, { input })).id;
}
