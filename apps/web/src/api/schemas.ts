import { z } from "@hono/zod-openapi";
import * as core from "@slipway/core";

// Core's schemas under their names, so that the OpenAPI document says each once.
export const Image = named("Image", core.Image);
const Attempt = named("Attempt", core.Attempt);
const Turn = named("Turn", core.Turn.extend({ attempts: Attempt.array() }));
export const Delivery = named("Delivery", core.Delivery);
export const Task = named("Task", core.Task.extend({ turnList: Turn.array(), deliveries: Delivery.array() }));
export const TaskListItem = named("TaskListItem", core.TaskListItem);
export const TaskCounts = named("TaskCounts", core.TaskCounts);
export const AttemptEvent = named("AttemptEvent", core.AttemptEvent);
export const Repository = named("Repository", core.Repository);
export const Branch = named("Branch", core.Branch);
export const Environment = named("Environment", core.Environment);
export const EnvironmentSource = named("EnvironmentSource", core.EnvironmentSource);
export const EnvironmentReview = named("EnvironmentReview", core.EnvironmentReview);
export const AcceptEnvironmentInput = named("AcceptEnvironmentInput", core.AcceptEnvironmentInput);
export const EnvironmentSuggestion = named("EnvironmentSuggestion", core.EnvironmentSuggestion);
export const Snapshot = named("Snapshot", core.Snapshot);
export const SnapshotUseRecord = named("SnapshotUseRecord", core.SnapshotUseRecord);
export const Terminal = named("Terminal", core.Terminal);
export const OpenTerminalInput = named("OpenTerminalInput", core.OpenTerminalInput);
export const TerminalInput = named("TerminalInput", core.TerminalInput);
export const NetworkRequest = named("NetworkRequest", core.NetworkRequest);
export const Health = named("Health", core.Health);
export const Problem = named("Problem", core.Problem);
export const Provider = named("Provider", core.Provider);
export const CreateProviderInput = named("CreateProviderInput", core.CreateProviderInput);
export const UpdateProviderInput = named("UpdateProviderInput", core.UpdateProviderInput);
export const CreateProviderTestInput = named("CreateProviderTestInput", core.CreateProviderTestInput);
export const ProviderTest = named("ProviderTest", core.ProviderTest);
export const ServerSettings = named("ServerSettings", core.ServerSettings);
export const ApiKey = named("ApiKey", core.ApiKey);
export const Models = named("Models", core.Models);
export const CreateTaskInput = named("CreateTaskInput", core.CreateTaskInput);
export const CreateMessageInput = named("CreateMessageInput", core.CreateMessageInput);
export const EditMessageInput = named("EditMessageInput", core.EditMessageInput);
export const ResumeAttemptInput = named("ResumeAttemptInput", core.ResumeAttemptInput);
export const CreateDeliveryInput = named("CreateDeliveryInput", core.CreateDeliveryInput);
export const CreateRepositoryInput = named("CreateRepositoryInput", core.CreateRepositoryInput);
export const CreateEnvironmentInput = named("CreateEnvironmentInput", core.CreateEnvironmentInput);
export const UpdateEnvironmentInput = named("UpdateEnvironmentInput", core.UpdateEnvironmentInput);

/** Core's schemas are made before the OpenAPI library adds its method, so they are given it by hand. */
function named<Schema extends z.ZodType>(name: string, schema: Schema): Schema {
  return z.ZodType.prototype.openapi.call(schema, name) as Schema;
}
