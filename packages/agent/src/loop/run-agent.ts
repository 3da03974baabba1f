import type { AttemptEventBody, ImageReference, Limits, ModelPrice, Usage, Workspace } from "@slipway/core";
import type { ImageStore } from "../image-store.ts";
import type { Model } from "../model/model.ts";
import { startRun, stopped } from "./agent-run.ts";
import type { AgentEnding, AgentTask } from "./agent-task.ts";
import type { RebuiltTranscript } from "./rebuild-transcript.ts";
import { refusePictures } from "./refuse-pictures.ts";
import { settleResumed } from "./settle-resumed.ts";
import { takeStep } from "./take-step.ts";

export type RunAgentInput = {
  model: Model;
  workspace: Workspace;
  task: AgentTask;
  limits: Pick<Limits, "steps" | "tokens" | "costUsd" | "wallClockSeconds" | "commandSeconds">;
  /** An attempt that goes on: its conversation so far, see `rebuildTranscript`, and what it used of its limits. */
  resumed?: RebuiltTranscript & { spent: { usage: Usage; elapsedMs: number } };
  /** Said to the model before anything else of a resumed attempt, e.g. that its sandbox is a fresh one. */
  resumeNote?: string;
  /** Stores events; the loop waits for it before its next step. */
  emit(bodies: AttemptEventBody[]): Promise<void>;
  /**
   * Messages of the person since the last call, which count as delivered from then on. Their events are the caller's. `answers` is false
   * for one that is no answer to a question of this attempt.
   */
  takeMessages(): Promise<readonly { id: string; text: string; images?: readonly ImageReference[]; answers?: boolean }[]>;
  /** Why the change as it stands is more than one review holds; null where it is not. Asked when the agent is done. */
  sizeObjection?(): Promise<string | null>;
  /** Usage of one reply. */
  recordUsage(usage: Usage): Promise<void>;
  /** For what the provider does not count; null where no price is known. */
  price?: ModelPrice | null;
  /** Where pictures are kept. Without it none can be looked at. */
  images?: ImageStore;
  /** The same for every run of the attempt, so that a provider can keep the common prefix. Random when absent. */
  cacheKey?: string;
  /** Milliseconds, of any clock that only goes forward. */
  now(): number;
  signal: AbortSignal;
};

/**
 * Asks the model, runs what it calls, and again, until one of the endings. Every reply and every result is stored
 * before the next step. Throws what the workspace or the event log throws, unless the attempt was stopped meanwhile.
 */
export async function runAgent(input: RunAgentInput): Promise<AgentEnding> {
  const run = startRun(input);
  try {
    let ending = refusePictures(run) ?? (await settleResumed(run));
    while (ending === null) ending = await takeStep(run);
    return ending;
  } catch (error) {
    const stop = run.stopped.aborted ? stopped(run) : null;
    if (stop !== null) return stop;
    throw error;
  }
}
