import { type Attempt, CreateTaskInput, type Task, type TaskCard } from "@slipway/core";
import type { TaskInput } from "../../client/api.ts";

/** A card as a task of the same repository, branch and environment, done by the model that proposed it. */
export function taskOfCard(task: Task, attempt: Pick<Attempt, "id">, { card, index }: { card: TaskCard; index: number }): TaskInput {
  const effort = CreateTaskInput.shape.effort.safeParse(task.effort ?? undefined).data;
  return {
    repositoryId: task.repository.id,
    branch: task.branch,
    prompt: card.prompt,
    card: { attemptId: attempt.id, index },
    ...(task.environment !== null && { environmentId: task.environment.id }),
    // The demo has no name that can be asked for; it is chosen where nothing else is.
    ...(!task.demo && { model: task.model }),
    ...(task.provider !== null && { providerId: task.provider.id }),
    ...(effort !== undefined && { effort }),
  };
}
