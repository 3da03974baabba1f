import {
  ApiKey,
  AttemptEvent,
  Branch,
  type CreateDeliveryInput,
  type CreateEnvironmentInput,
  type CreateMessageInput,
  type CreateProviderInput,
  type CreateRepositoryInput,
  type CreateTaskInput,
  Delivery,
  Environment,
  EnvironmentReview,
  EnvironmentSource,
  EnvironmentSuggestion,
  Health,
  Models,
  NetworkRequest,
  NewApiKey,
  Provider,
  ProviderTest,
  pageOf,
  Repository,
  type ResumeAttemptInput,
  ServerSettings,
  Snapshot,
  SnapshotUseRecord,
  Task,
  TaskCounts,
  TaskListItem,
  Terminal,
  type TerminalInput,
  type UpdateEnvironmentInput,
  type UpdateProviderInput,
} from "@slipway/core";
import { z } from "zod";
import { requestJson, requestText } from "./request.ts";

function itemsOf<Item extends z.ZodType>(item: Item) {
  return z.object({ items: z.array(item) }).transform((list) => list.items);
}

const Nothing = z.unknown();
const RetriedSetup = z.object({ tasks: z.int() });
const TerminalAnswer = z.object({ terminal: Terminal.nullable() }).transform((answer) => answer.terminal);
const SourceAnswer = z.object({ source: EnvironmentSource.nullable() }).transform((answer) => answer.source);
const ReviewAnswer = z.object({ review: EnvironmentReview.nullable() }).transform((answer) => answer.review);
const TaskPage = pageOf(TaskListItem);

export type TaskInput = z.input<typeof CreateTaskInput>;
export type MessageInput = z.input<typeof CreateMessageInput>;
export type ResumeInput = z.input<typeof ResumeAttemptInput>;
export type DeliveryInput = z.input<typeof CreateDeliveryInput>;
export type RepositoryInput = z.input<typeof CreateRepositoryInput>;
export type ProviderInput = z.input<typeof CreateProviderInput>;
export type ProviderUpdate = z.input<typeof UpdateProviderInput>;
export type EnvironmentInput = z.input<typeof CreateEnvironmentInput>;
export type EnvironmentUpdate = z.input<typeof UpdateEnvironmentInput>;

/** A whole file before or after an attempt's change. */
export type FilePlace = { attemptId: string; side: "base" | "head"; path: string };

/** Where a branch's environment is shown: with the task that begins there, or with the environment whose tasks do. */
export type ReviewPlace = { kind: "task" | "environment"; id: string };

const reviewPath = ({ kind, id }: ReviewPlace) => (kind === "task" ? `/tasks/${id}/environment-review` : `/environments/${id}/review`);

const post = (body?: unknown) => ({ method: "POST" as const, body: body ?? {} });

/** Every call that the screens make. */
export const api = {
  listTasks: (search: URLSearchParams, signal: AbortSignal) => requestJson(`/tasks?${search}`, TaskPage, { signal }),
  countTasks: () => requestJson("/tasks/counts", TaskCounts),
  getTask: (id: string) => requestJson(`/tasks/${id}`, Task),
  createTask: (input: TaskInput) => requestJson("/tasks", z.object({ id: z.string() }), post(input)),
  runSample: () => requestJson("/sample", z.object({ id: z.string() }), post()),
  sendMessage: (id: string, input: MessageInput) => requestJson(`/tasks/${id}/messages`, Nothing, post(input)),
  editMessage: (messageId: string, text: string) => requestJson(`/messages/${messageId}`, Nothing, { method: "PATCH", body: { text } }),
  deleteMessage: (messageId: string) => requestText(`/messages/${messageId}`, { method: "DELETE" }),
  resumeAttempt: (attemptId: string, input: ResumeInput) => requestJson(`/attempts/${attemptId}/resume`, Nothing, post(input)),
  actOnTask: (id: string, action: "cancel" | "archive" | "unarchive" | "retry" | "read") => requestText(`/tasks/${id}/${action}`, post()),
  listEvents: (attemptId: string, after: number) =>
    requestJson(`/attempts/${attemptId}/events?format=json&after=${after}`, itemsOf(AttemptEvent)),
  listNetwork: (attemptId: string) => requestJson(`/attempts/${attemptId}/network`, itemsOf(NetworkRequest)),
  getPatch: (attemptId: string, signal: AbortSignal) => requestText(`/attempts/${attemptId}/patch`, { signal }),
  getFile: ({ attemptId, side, path }: FilePlace) => requestText(`/attempts/${attemptId}/file?${new URLSearchParams({ side, path })}`),
  getVerificationLog: (id: string) => requestText(`/verifications/${id}/log`),
  deliver: (attemptId: string, input: DeliveryInput) => requestJson(`/attempts/${attemptId}/delivery`, Delivery, post(input)),
  listRepositories: () => requestJson("/repositories", itemsOf(Repository)),
  createRepository: (input: RepositoryInput) => requestJson("/repositories", Repository, post(input)),
  listBranches: (id: string) => requestJson(`/repositories/${id}/branches`, itemsOf(Branch)),
  listEnvironments: (repositoryId: string) => requestJson(`/environments?repositoryId=${repositoryId}`, itemsOf(Environment)),
  createEnvironment: (input: EnvironmentInput) => requestJson("/environments", Environment, post(input)),
  updateEnvironment: (id: string, input: EnvironmentUpdate) =>
    requestJson(`/environments/${id}`, Environment, { method: "PATCH", body: input }),
  deleteEnvironment: (id: string) => requestText(`/environments/${id}`, { method: "DELETE" }),
  getEnvironment: (id: string) => requestJson(`/environments/${id}`, Environment),
  copyEnvironment: (id: string) => requestJson(`/environments/${id}/copy`, Environment, post()),
  getEnvironmentSource: (id: string) => requestJson(`/environments/${id}/source`, SourceAnswer),
  getEnvironmentReview: (place: ReviewPlace) => requestJson(reviewPath(place), ReviewAnswer),
  acceptEnvironment: (place: ReviewPlace, hash: string) => requestJson(reviewPath(place), ReviewAnswer, post({ hash })),
  listSnapshots: (environmentId: string) => requestJson(`/environments/${environmentId}/snapshots`, itemsOf(Snapshot)),
  resetSnapshots: (environmentId: string) => requestJson(`/environments/${environmentId}/snapshots/reset`, Nothing, post()),
  listSnapshotUses: (environmentId: string) => requestJson(`/environments/${environmentId}/snapshots/uses`, itemsOf(SnapshotUseRecord)),
  retrySetup: (environmentId: string) => requestJson(`/environments/${environmentId}/snapshots/retry`, RetriedSetup, post()),
  getTerminal: (environmentId: string) => requestJson(`/environments/${environmentId}/terminal`, TerminalAnswer),
  openTerminal: (environmentId: string) => requestJson(`/environments/${environmentId}/terminal`, Terminal, post()),
  closeTerminal: (id: string) => requestText(`/terminals/${id}`, { method: "DELETE" }),
  sendToTerminal: async (id: string, input: TerminalInput) => void (await requestText(`/terminals/${id}/input`, post(input))),
  suggestEnvironment: (repositoryId: string) =>
    requestJson(`/repositories/${repositoryId}/environment-suggestion`, EnvironmentSuggestion, post()),
  getModels: () => requestJson("/models", Models),
  getSettings: () => requestJson("/settings", ServerSettings),
  listProviders: () => requestJson("/providers", itemsOf(Provider)),
  createProvider: (input: ProviderInput) => requestJson("/providers", Provider, post(input)),
  updateProvider: (id: string, input: ProviderUpdate) => requestJson(`/providers/${id}`, Provider, { method: "PATCH", body: input }),
  deleteProvider: (id: string) => requestText(`/providers/${id}`, { method: "DELETE" }),
  testProvider: (input: { providerId: string | null; model: string | null }) => requestJson("/provider-tests", ProviderTest, post(input)),
  getProviderTest: (id: string) => requestJson(`/provider-tests/${id}`, ProviderTest),
  listApiKeys: () => requestJson("/api-keys", itemsOf(ApiKey)),
  createApiKey: (name: string) => requestJson("/api-keys", NewApiKey, post({ name })),
  revokeApiKey: (id: string) => requestText(`/api-keys/${id}`, { method: "DELETE" }),
  judgeAttempts: (turnId: string) => requestJson(`/turns/${turnId}/judgement`, Nothing, post()),
  pickAttempt: (turnId: string, attemptId: string | null) => requestJson(`/turns/${turnId}/pick`, Nothing, post({ attemptId })),
  getHealth: () => requestJson("/health", Health),
};
