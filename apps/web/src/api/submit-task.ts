import type { CreateTaskInput, Environment, Repository, Task } from "@slipway/core";
import { createTask, getEnvironment, getRepository, getTask, listEnvironments } from "@slipway/db";
import type { ApiContext, Caller } from "./api-context.ts";
import { announceTask } from "./deliver-outbox.ts";
import { chooseModel } from "./model/choose-model.ts";
import { refuseUnseenImages } from "./model/refuse-unseen-images.ts";
import { readRemote, requireBranch } from "./repository/find-branch.ts";
import { refuseField } from "./route-parts.ts";
import { taskTitle } from "./task-title.ts";

/** Checks everything that can be known now, then stores the task and rings. */
export async function submitTask(context: ApiContext, caller: Caller, input: CreateTaskInput): Promise<Task> {
  const repository = await getRepository(context.db, { repositoryId: input.repositoryId });
  const environment = await chooseEnvironment(context, repository, input.environmentId);
  const { model, demo, providerId } = await chooseModel(context, repository, input);
  await refuseUnseenImages(context, { images: input.images, model, demo, providerId });
  const branch = input.branch ?? repository.defaultBranch;
  requireBranch(await readRemote(context, repository), { branch, field: "branch", repositoryName: repository.name });
  const { taskId } = await createTask(context.db, {
    userId: caller.userId,
    input,
    model,
    demo,
    providerId,
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
