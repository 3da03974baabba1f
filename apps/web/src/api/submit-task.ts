import { type CreateTaskInput, type Environment, type Repository, type Task, UnavailableError } from "@slipway/core";
import { createTask, getEnvironment, getRepository, getTask, listEnvironments } from "@slipway/db";
import type { ApiContext, Caller } from "./api-context.ts";
import { announceTask } from "./deliver-outbox.ts";
import { readRemote, requireBranch } from "./find-branch.ts";
import { refuseField } from "./route-parts.ts";
import { taskTitle } from "./task-title.ts";

/** The scripted model's name: it can be asked for where the sample is, with or without a real model. */
export const DEMO_MODEL = "demo";

/** Checks everything that can be known now, then stores the task and rings. */
export async function submitTask(context: ApiContext, caller: Caller, input: CreateTaskInput): Promise<Task> {
  const repository = await getRepository(context.db, { repositoryId: input.repositoryId });
  const environment = await chooseEnvironment(context, repository, input.environmentId);
  const { model, demo } = chooseModel(context, repository, input.model);
  const branch = input.branch ?? repository.defaultBranch;
  requireBranch(await readRemote(context, repository), { branch, field: "branch", repositoryName: repository.name });
  const { taskId } = await createTask(context.db, {
    userId: caller.userId,
    input,
    model,
    demo,
    title: taskTitle(input.prompt),
    branch,
    environmentId: environment?.id ?? null,
  });
  announceTask(context, taskId);
  return getTask(context.db, { taskId });
}

/** Without a choice, the repository's first environment: its checks are what makes a result trustworthy. */
async function chooseEnvironment({ db }: ApiContext, repository: Repository, id: string | undefined): Promise<Environment | null> {
  if (id === undefined) {
    const [oldest] = await listEnvironments(db, { repositoryId: repository.id });
    return oldest ?? null;
  }
  const environment = await getEnvironment(db, { environmentId: id });
  if (environment.repositoryId === repository.id) return environment;
  return refuseField("environmentId", `The environment ${environment.name} belongs to another repository than ${repository.name}.`);
}

function chooseModel({ settings }: ApiContext, repository: Repository, asked: string | undefined): { model: string; demo: boolean } {
  const demo = asked === DEMO_MODEL || (asked === undefined && !settings.model.connected);
  if (!demo && !settings.model.connected) {
    throw new UnavailableError("No model is connected. Set OPENAI_API_KEY or OPENAI_BASE_URL and start Slipway again.");
  }
  if (demo && !repository.sample) {
    const known = settings.model.connected ? "Choose another model." : "Set OPENAI_API_KEY or OPENAI_BASE_URL and start Slipway again.";
    refuseField("model", `The demo model is a fixed script that only fits the bundled sample, not ${repository.name}. ${known}`);
  }
  return demo ? { model: DEMO_MODEL, demo } : { model: asked ?? settings.model.name, demo };
}
