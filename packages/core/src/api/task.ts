import { z } from "zod";
import { ATTEMPT_STATES } from "../attempt-state.ts";
import { BranchName } from "../branch-name.ts";
import { ChangeStats } from "../change.ts";
import { Image } from "../image.ts";
import { Judgement } from "../judgement.ts";
import { BOUNDS, LimitsInput } from "../limits.ts";
import { ModelName } from "../model-name.ts";
import { CommentText, PromptText } from "../prompt-text.ts";
import { Waiting } from "../waiting.ts";
import { Attempt } from "./attempt.ts";
import { Delivery } from "./delivery.ts";
import { Id, PageQuery, Timestamp } from "./list.ts";
import { RepositoryKind } from "./repository.ts";

export const TaskMode = z.enum(["code", "ask"]);
export type TaskMode = z.infer<typeof TaskMode>;

export const CreateTaskInput = z.strictObject({
  repositoryId: Id,
  environmentId: Id.optional(),
  /** The repository's default branch when absent. */
  branch: BranchName.optional(),
  prompt: PromptText,
  mode: TaskMode.default("code"),
  attempts: z.int().min(1).max(8).default(1),
  model: ModelName.optional(),
  effort: z.enum(["low", "medium", "high"]).optional(),
  /** The provider that `model` is asked of; the default one when absent. */
  providerId: Id.optional(),
  limits: LimitsInput.default({}),
  /** Uploaded before, see `POST /images`. */
  images: z.array(Id).max(BOUNDS.imagesPerTurn).default([]),
  /** The card of an answer that it is made from; each makes one task. */
  card: z.strictObject({ attemptId: Id, index: z.int().min(0).max(9) }).optional(),
});
export type CreateTaskInput = z.infer<typeof CreateTaskInput>;

export const ReviewComment = z.strictObject({
  path: z.string().min(1).max(4_096),
  line: z.int().min(1),
  side: z.enum(["base", "head"]),
  text: CommentText,
  /** The line's own text, so that it is known however the file changes later; read from the change when absent. */
  quote: z.string().max(BOUNDS.quoteCharacters).optional(),
});
export type ReviewComment = z.infer<typeof ReviewComment>;

/** A follow-up, or an answer or steering while attempts are under way. At least one of text, comments and pictures. */
export const CreateMessageInput = z
  .strictObject({
    text: PromptText.or(z.literal("")).default(""),
    comments: z.array(ReviewComment).max(200).default([]),
    images: z.array(Id).max(BOUNDS.imagesPerTurn).default([]),
    /** The waiting attempt whose question it answers; may be left out while only one waits for an answer. */
    attemptId: Id.optional(),
  })
  .refine((input) => input.text !== "" || input.comments.length > 0 || input.images.length > 0, {
    error: "Write a message or a comment, or add a picture.",
  });
export type CreateMessageInput = z.infer<typeof CreateMessageInput>;

/** A message can be rewritten until an attempt has heard it. */
export const EditMessageInput = z.strictObject({ text: PromptText });
export type EditMessageInput = z.infer<typeof EditMessageInput>;

/** `deliveredAt` is null until it joined the conversation with the model. */
export const Message = z.object({
  id: Id,
  text: z.string(),
  images: z.array(Image),
  /** The attempt whose question it answers; null for what is said to all attempts of the turn. */
  attemptId: Id.nullable(),
  /** That question. */
  question: z.string().nullable(),
  createdAt: Timestamp,
  deliveredAt: Timestamp.nullable(),
});
export type Message = z.infer<typeof Message>;

export const Turn = z.object({
  id: Id,
  index: z.int(),
  text: z.string(),
  comments: z.array(ReviewComment),
  images: z.array(Image),
  /** The attempt that the person picked of several. */
  pickedAttemptId: Id.nullable(),
  /** What a model said when it was asked to compare the attempts; null where nobody asked. */
  judgement: Judgement.nullable(),
  createdAt: Timestamp,
  messages: z.array(Message),
  attempts: z.array(Attempt),
});
export type Turn = z.infer<typeof Turn>;

/** A row of the task list. Figures are those of the latest turn's leading attempt; null where there are none yet. */
export const TaskListItem = z.object({
  id: Id,
  title: z.string(),
  mode: TaskMode,
  status: z.enum(ATTEMPT_STATES),
  repository: z.object({ id: Id, name: z.string(), kind: RepositoryKind }),
  branch: z.string(),
  model: z.string(),
  demo: z.boolean(),
  attempts: z.int(),
  turns: z.int(),
  stats: ChangeStats.nullable(),
  /** Of the head side. */
  checks: z.object({ passed: z.int(), failed: z.int(), notRun: z.int() }).nullable(),
  delivery: Delivery.pick({ kind: true, state: true, branch: true, url: true, pullRequestNumber: true }).nullable(),
  /** Of all its attempts and comparisons so far, as far as their models have prices. */
  costUsd: z.number().nullable(),
  failure: z.string().nullable(),
  /** What its leading attempt waits for. */
  waiting: Waiting.nullable(),
  unread: z.boolean(),
  createdAt: Timestamp,
  updatedAt: Timestamp,
  archivedAt: Timestamp.nullable(),
});
export type TaskListItem = z.infer<typeof TaskListItem>;

export const Task = TaskListItem.extend({
  environment: z.object({ id: Id, name: z.string(), checks: z.int() }).nullable(),
  baseCommit: z.string().nullable(),
  effort: z.string().nullable(),
  /** Whose model works on it; null for the provider of the server's settings. */
  provider: z.object({ id: Id, name: z.string() }).nullable(),
  /** What it may use beyond or below the environment's limits. */
  limits: LimitsInput,
  turnList: z.array(Turn),
  deliveries: z.array(Delivery),
});
export type Task = z.infer<typeof Task>;

export const TaskListQuery = PageQuery.extend({
  /** One or more, comma-separated. */
  status: z
    .string()
    .transform((list) => list.split(","))
    .pipe(z.array(z.enum(ATTEMPT_STATES)))
    .optional(),
  q: z.string().max(500).optional(),
  /** Only what asks for a person. */
  attention: z.stringbool().optional(),
  archived: z.stringbool().default(false),
  repositoryId: Id.optional(),
});
export type TaskListQuery = z.infer<typeof TaskListQuery>;

/** Counts of the three tabs of the task list. */
export const TaskCounts = z.object({ active: z.int(), attention: z.int(), archived: z.int() });
export type TaskCounts = z.infer<typeof TaskCounts>;
