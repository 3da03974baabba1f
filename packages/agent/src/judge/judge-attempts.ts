import { randomUUID } from "node:crypto";
import { type AttemptFailure, addUsage, noUsage, type Usage } from "@slipway/core";
import { z } from "zod";
import type { Model, ModelAnswer, ModelReply, ModelRequest } from "../model/model.ts";
import { parseJson } from "../parse-json.ts";
import type { ToolCall, TranscriptItem } from "../transcript.ts";
import type { Candidate } from "./candidate.ts";
import { type ShownCandidate, showCandidate } from "./candidate-text.ts";
import { JudgeVerdict, judgeInstructions, judgeTool } from "./judge-verdict.ts";
import { type JudgementReason, proveReasons } from "./prove-reasons.ts";

export type JudgeAttemptsInput = {
  model: Model;
  /** The turn's message. */
  prompt: string;
  /** Two or more. */
  candidates: readonly Candidate[];
  signal: AbortSignal;
  onRetry?: ModelRequest["onRetry"];
};

/** `pick` is a candidate's id. `dropped` counts the reasons that could not be proven. */
export type JudgementOfAttempts = { pick: string; reasons: JudgementReason[]; dropped: number };

export type JudgedAttempts = { usage: Usage } & (
  | { kind: "judged"; judgement: JudgementOfAttempts }
  | { kind: "rate_limited"; until: Date; reason: string }
  | { kind: "failed"; failure: AttemptFailure }
);

const maxRequests = 3;
const promptCharacters = 20_000;
/** Of the model's window, for all patches together; about three characters of code are a token. */
const patchShare = 0.5;
const charactersPerToken = 3;
const maxPatchCharacters = 120_000;

/**
 * Asks a model which of several attempts to pick. Only reasons that cite lines of an attempt's change or of its checks count; a verdict
 * without one for its pick is sent back, and in the end fails. Throws once the signal aborts.
 */
export async function judgeAttempts(input: JudgeAttemptsInput): Promise<JudgedAttempts> {
  const shown = showAll(input);
  const transcript: TranscriptItem[] = [{ type: "user_text", text: question(input.prompt, shown) }];
  const cacheKey = randomUUID();
  let usage = noUsage;
  let objection = "";
  for (let requests = 0; requests < maxRequests; requests += 1) {
    const answer = await ask(input, { transcript, cacheKey });
    if (answer.kind === "rate_limited") return { ...answer, usage };
    if (answer.kind !== "replied") return { kind: "failed", failure: answer.failure, usage };
    usage = addUsage(usage, answer.reply.usage);
    const heard = readVerdict(answer.reply, shown);
    if (typeof heard !== "string") return { kind: "judged", judgement: heard, usage };
    objection = heard;
    transcript.push(...objected(answer.reply, objection));
  }
  return { kind: "failed", failure: unproven(input.model.name, objection), usage };
}

function showAll({ model, candidates }: JudgeAttemptsInput): ShownCandidate[] {
  const room = (model.capabilities.contextTokens * patchShare * charactersPerToken) / candidates.length;
  const maxCharacters = Math.min(maxPatchCharacters, Math.floor(room));
  return candidates.map((candidate, index) => showCandidate(candidate, { number: index + 1, maxCharacters }));
}

function question(prompt: string, shown: readonly ShownCandidate[]): string {
  return [`The task:\n${prompt.slice(0, promptCharacters)}`, ...shown.map(({ text }) => text)].join("\n\n");
}

function ask(
  { model, signal, onRetry }: JudgeAttemptsInput,
  { transcript, cacheKey }: { transcript: readonly TranscriptItem[]; cacheKey: string },
): Promise<ModelAnswer> {
  return model.ask({
    instructions: judgeInstructions,
    transcript,
    tools: [judgeTool],
    cacheKey,
    signal,
    loadImage: async () => new Uint8Array(),
    onRetry: onRetry ?? (async () => undefined),
  });
}

/** The judgement, or what is wrong with the reply. */
function readVerdict(reply: ModelReply, shown: readonly ShownCandidate[]): JudgementOfAttempts | string {
  const call = reply.items.find((item): item is ToolCall => item.type === "tool_call" && item.name === judgeTool.name);
  if (call === undefined) return "Answer with one call of judge.";
  const verdict = JudgeVerdict.safeParse(parseJson(call.input));
  if (!verdict.success) return `The arguments of judge are not valid:\n${z.prettifyError(verdict.error)}`;
  const best = shown.find(({ number }) => number === verdict.data.best);
  if (best === undefined) return `There is no attempt ${verdict.data.best}. Pick one of ${shown.map(({ number }) => number).join(", ")}.`;
  const proven = proveReasons(verdict.data.reasons, shown);
  const pick = best.candidate.id;
  if (proven.reasons.some(({ candidateId }) => candidateId === pick)) return { pick, ...proven };
  return `No reason about attempt ${best.number} has a citation that leads to lines that were shown of it. Judge again, and cite them.`;
}

/** Every call gets a result, whichever tool it named. */
function objected({ items }: ModelReply, objection: string): TranscriptItem[] {
  const results = items.flatMap((item): TranscriptItem[] =>
    item.type === "tool_call" ? [{ type: "tool_result", callId: item.callId, kind: item.kind, output: objection }] : [],
  );
  return [...items, ...(results.length > 0 ? results : [{ type: "user_text" as const, text: objection }])];
}

function unproven(model: string, objection: string): AttemptFailure {
  return {
    code: "model_failed",
    message: `${model} gave no verdict that could be proven: ${objection}`,
    hint: "Compare the attempts yourself, or ask again with another model.",
    log: null,
  };
}
