import "@hono/zod-openapi";
import * as core from "@slipway/core";

/** Core's schemas under their names, so that the OpenAPI document says each once. The import above gives them `.openapi`. */
export const Attempt = core.Attempt.openapi("Attempt");
export const Turn = core.Turn.extend({ attempts: Attempt.array() }).openapi("Turn");
export const Delivery = core.Delivery.openapi("Delivery");
export const Task = core.Task.extend({ turnList: Turn.array(), deliveries: Delivery.array() }).openapi("Task");
export const TaskListItem = core.TaskListItem.openapi("TaskListItem");
export const TaskCounts = core.TaskCounts.openapi("TaskCounts");
export const AttemptEvent = core.AttemptEvent.openapi("AttemptEvent");
export const Repository = core.Repository.openapi("Repository");
export const Branch = core.Branch.openapi("Branch");
export const Environment = core.Environment.openapi("Environment");
export const Health = core.Health.openapi("Health");
export const Problem = core.Problem.openapi("Problem");
export const CreateTaskInput = core.CreateTaskInput.openapi("CreateTaskInput");
export const CreateMessageInput = core.CreateMessageInput.openapi("CreateMessageInput");
export const CreateDeliveryInput = core.CreateDeliveryInput.openapi("CreateDeliveryInput");
export const CreateRepositoryInput = core.CreateRepositoryInput.openapi("CreateRepositoryInput");
export const CreateEnvironmentInput = core.CreateEnvironmentInput.openapi("CreateEnvironmentInput");
export const UpdateEnvironmentInput = core.UpdateEnvironmentInput.openapi("UpdateEnvironmentInput");
