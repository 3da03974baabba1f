import { randomUUID } from "node:crypto";
import { type AttemptEventBody, NotFoundError, noUsage, type PlanStep, UnavailableError, type Usage } from "@slipway/core";
import type { ImageStore } from "../image-store.ts";
import type { Tool } from "../tools/tool.ts";
import { toolsOfMode } from "../tools/tools-of-mode.ts";
import type { TranscriptItem } from "../transcript.ts";
import type { AgentEnding } from "./agent-task.ts";
import { checkLimits } from "./check-limits.ts";
import { openingMessages } from "./opening-messages.ts";
import { noRepetition, type Repetition, withTold } from "./repetition.ts";
import type { RunAgentInput } from "./run-agent.ts";
import { storable } from "./storable.ts";
import { systemPrompt } from "./system-prompt.ts";

type ModelTold = Extract<AttemptEventBody, { type: "model.told" }>;

/** One run of the loop: what it was given, and what it knows so far. */
export type AgentRun = RunAgentInput & {
  instructions: string;
  tools: readonly Tool[];
  images: ImageStore;
  transcript: TranscriptItem[];
  /** How many items of the transcript stand before the first reply. */
  opening: number;
  callIds: Set<string>;
  cacheKey: string;
  /** As if the attempt had never paused. */
  startedAt: number;
  /** Aborts when the attempt's time is over, so that no reply and no command outlives it. */
  deadline: AbortSignal;
  stopped: AbortSignal;
  steps: number;
  usage: Usage;
  /** A reply came without usage. */
  estimatesUsage: boolean;
  /** The model's window, or what its provider let it be. */
  contextTokens: number;
  /** What the provider counted for the first `items` items, and what goes before them, with its last reply; null where it has not. */
  measured: { tokens: number; items: number } | null;
  compactedAtStep: number | null;
  /** When the provider last refused the conversation for its length. */
  tooLongAtStep: number | null;
  /** What the person said since the opening. */
  said: string[];
  /** The agent's latest one. */
  plan: readonly PlanStep[];
  /** Paths that tools changed. */
  files: Set<string>;
  repetition: Repetition;
};

export function startRun(input: RunAgentInput): AgentRun {
  const { resumed } = input;
  const opening = openingMessages(input.task, input.workspace.root);
  const spentMs = resumed?.spent.elapsedMs ?? 0;
  const files = new Set(resumed?.files);
  const deadline = AbortSignal.timeout(Math.max(0, Math.ceil(input.limits.wallClockSeconds * 1000 - spentMs)));
  return {
    ...input,
    emit: (bodies) => {
      for (const body of bodies) if (body.type === "file.changed") files.add(body.file.path);
      return input.emit(storable(bodies));
    },
    instructions: systemPrompt(input.task.mode),
    tools: toolsOfMode(input.task.mode, input.limits),
    images: input.images ?? noImages,
    transcript: [...(resumed?.transcript ?? opening)],
    opening: opening.length,
    callIds: new Set(resumed?.callIds),
    cacheKey: input.cacheKey ?? randomUUID(),
    startedAt: input.now() - spentMs,
    deadline,
    stopped: AbortSignal.any([input.signal, deadline]),
    steps: resumed?.steps ?? 0,
    usage: resumed?.spent.usage ?? noUsage,
    estimatesUsage: false,
    contextTokens: input.model.capabilities.contextTokens,
    measured: null,
    compactedAtStep: null,
    tooLongAtStep: null,
    said: [...(resumed?.said ?? [])],
    plan: resumed?.plan ?? [],
    files,
    repetition: resumed?.repetition ?? noRepetition,
  };
}

/** The ending of a run that must not go on, or null. */
export function stopped(run: AgentRun): AgentEnding | null {
  if (run.signal.aborted) return { kind: "cancelled" };
  const elapsedMs = run.now() - run.startedAt;
  // The timer and the clock need not agree to the millisecond.
  const over = run.deadline.aborted ? Math.max(elapsedMs, run.limits.wallClockSeconds * 1000) : elapsedMs;
  const reached = checkLimits({ ...run, elapsedMs: over });
  return reached === null ? null : { kind: "limit", ...reached };
}

/** Says something to the model in the platform's own name. */
export async function tell(run: AgentRun, { text, about }: Pick<ModelTold, "text"> & Required<Pick<ModelTold, "about">>): Promise<void> {
  await run.emit([{ type: "model.told", text, about }]);
  run.repetition = withTold(run.repetition, about);
  run.transcript.push({ type: "user_text", text });
}

const noImages: ImageStore = {
  store: async () => {
    throw new UnavailableError("Pictures cannot be stored here.");
  },
  load: async (id) => {
    throw new NotFoundError(`There is no picture ${id}.`);
  },
};
