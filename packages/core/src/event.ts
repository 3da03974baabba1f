import { z } from "zod";
import { FileChange } from "./change.ts";
import { Image, ImageReference } from "./image.ts";
import { Phase } from "./phase.ts";
import { Usage } from "./usage.ts";
import { VerificationOutcome, VerificationSide } from "./verification.ts";
import { Waiting } from "./waiting.ts";

const callId = z.string();

/** A step of the agent's plan. */
export const PlanStep = z.object({ step: z.string(), status: z.enum(["pending", "in_progress", "completed"]) });
export type PlanStep = z.infer<typeof PlanStep>;

/**
 * What may happen in an attempt. Append-only, numbered by `seq` from 1 without gaps; noun and past tense.
 * A tool call is written as requested before it runs and as finished after.
 */
export const AttemptEventBody = z.discriminatedUnion("type", [
  z.object({ type: z.literal("attempt.claimed"), workerId: z.string(), epoch: z.int() }),
  z.object({ type: z.literal("attempt.requeued"), reason: z.string() }),
  z.object({ type: z.literal("attempt.ended"), state: z.string(), reason: z.string().nullable() }),
  z.object({ type: z.literal("attempt.waiting"), waiting: Waiting }),
  /** `answered`: for an answer, which the person may still take back. */
  z.object({ type: z.literal("attempt.resumed"), reason: z.string(), answered: z.literal(true).optional() }),
  z.object({ type: z.literal("phase.entered"), phase: Phase }),
  z.object({ type: z.literal("note.added"), level: z.enum(["info", "warning", "error"]), text: z.string() }),
  /** `answers`: whether it answers the question before it; where it is absent, the first of a person after a question does. */
  z.object({
    type: z.literal("message.added"),
    role: z.enum(["agent", "person"]),
    text: z.string(),
    messageId: z.string().nullable(),
    images: z.array(ImageReference).optional(),
    answers: z.boolean().optional(),
  }),
  z.object({ type: z.literal("reasoning.added"), text: z.string() }),
  z.object({ type: z.literal("plan.updated"), explanation: z.string().nullable(), steps: z.array(PlanStep) }),
  /** A `hand_over` is no step: it is answered by `context.compacted` and counts in the usage alone. */
  z.object({ type: z.literal("model.requested"), request: z.int(), model: z.string(), purpose: z.literal("hand_over").optional() }),
  /** `items` is the provider-neutral reply (see the agent's transcript); with it a transcript is rebuilt. */
  z.object({
    type: z.literal("model.replied"),
    request: z.int(),
    items: z.array(z.unknown()),
    durationMs: z.number(),
    stop: z.enum(["complete", "cut_off", "refused"]).optional(),
  }),
  z.object({ type: z.literal("model.retried"), reason: z.string(), delayMs: z.number() }),
  /** What the platform itself says to the model in the conversation: an objection to a reply, a nudge, a note on a resumed attempt. */
  z.object({
    type: z.literal("model.told"),
    text: z.string(),
    about: z.enum(["unusable_reply", "repetition", "resumed", "size", "nothing_done"]).optional(),
  }),
  z.object({ type: z.literal("usage.recorded"), usage: Usage }),
  z.object({ type: z.literal("tool.requested"), callId, tool: z.string(), input: z.string() }),
  /** `output` and `images` are what the model sees of the result. `bad`: the call itself made no sense. */
  z.object({
    type: z.literal("tool.finished"),
    callId,
    tool: z.string(),
    output: z.string(),
    failed: z.boolean(),
    bad: z.boolean().optional(),
    durationMs: z.number(),
    images: z.array(ImageReference).optional(),
  }),
  /** A picture that a call looked at or took; `source` is its path or the address of the page. */
  z.object({ type: z.literal("image.added"), callId, image: Image, source: z.string() }),
  /** Outputs among the first `items` of the transcript are shortened from here on; the log keeps them whole. */
  z.object({ type: z.literal("context.trimmed"), items: z.int(), tokensBefore: z.int() }),
  /** Everything before this point stands for the model as `summary`; `items` is how many items of the transcript it replaced. */
  z.object({
    type: z.literal("context.compacted"),
    summary: z.string(),
    items: z.int(),
    tokensBefore: z.int(),
    durationMs: z.number().optional(),
  }),
  z.object({ type: z.literal("command.started"), callId, command: z.string(), cwd: z.string() }),
  z.object({ type: z.literal("command.output"), callId, text: z.string() }),
  z.object({
    type: z.literal("command.finished"),
    callId,
    exitCode: z.int().nullable(),
    ending: z.enum(["exited", "timed_out", "killed"]),
    durationMs: z.number(),
    droppedBytes: z.int(),
  }),
  z.object({
    type: z.literal("file.changed"),
    callId,
    file: FileChange.pick({ path: true, previousPath: true, kind: true, additions: true, deletions: true }),
  }),
  /** `count`: in a flood, so many alike are told as one. */
  z.object({
    type: z.literal("network.denied"),
    host: z.string(),
    port: z.int(),
    reason: z.string(),
    command: z.string().nullable(),
    count: z.int().optional(),
  }),
  /**
   * A request that left, told when it is over. `method` is CONNECT where TLS hides it; `reason` says why it ended early. Of `count` alike
   * bytes and time are the sum.
   */
  z.object({
    type: z.literal("network.allowed"),
    host: z.string(),
    port: z.int(),
    method: z.string(),
    bytesUp: z.int(),
    bytesDown: z.int(),
    durationMs: z.number(),
    reason: z.string().nullable(),
    command: z.string().nullable(),
    count: z.int().optional(),
  }),
  z.object({ type: z.literal("change.stored"), files: z.int(), additions: z.int(), deletions: z.int() }),
  z.object({ type: z.literal("check.started"), name: z.string(), side: VerificationSide, command: z.string() }),
  z.object({
    type: z.literal("check.finished"),
    name: z.string(),
    side: VerificationSide,
    outcome: VerificationOutcome,
    exitCode: z.int().nullable(),
    durationMs: z.number(),
  }),
]);
export type AttemptEventBody = z.infer<typeof AttemptEventBody>;
export type AttemptEventType = AttemptEventBody["type"];

/** An event as stored: `at` is the database's clock, ISO 8601. */
export const AttemptEvent = z.object({ attemptId: z.string(), seq: z.int(), at: z.string(), body: AttemptEventBody });
export type AttemptEvent = z.infer<typeof AttemptEvent>;
