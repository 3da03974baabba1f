import type { AttemptFailure, ImageReference, LimitName, ReviewComment, Summary, TaskMode, Waiting } from "@slipway/core";
import type { InstructionFile } from "../instructions/instruction-file.ts";
import type { FinishReport } from "../tools/tool.ts";

/** What the loop needs to know about a turn. Plain data; nothing of it names a container or a table. */
export type AgentTask = {
  prompt: string;
  mode: TaskMode;
  comments: readonly ReviewComment[];
  /** Pictures of the turn's message. */
  images?: readonly ImageReference[];
  /** Earlier turns, oldest first; their changes are in the work tree, uncommitted. */
  history: readonly {
    text: string;
    comments: readonly ReviewComment[];
    images?: readonly ImageReference[];
    /** What the person said while it was under way, oldest first; with the question that it answers. */
    messages?: readonly { text: string; question: string | null; images?: readonly ImageReference[] }[];
    summary: Pick<Summary, "title" | "body"> | null;
  }[];
  repositoryName: string;
  branch: string;
  /** The repository's rules for agents, outer folders first. */
  instructions: readonly InstructionFile[];
  /** Paths of its rules for people. */
  houseRules?: readonly string[];
  /** What the platform runs once the agent is done. */
  checks?: readonly { name: string; command: string }[];
  /** Lines that one review can hold; a larger change is flagged. */
  changedLines?: number | null;
};

/**
 * Every way in which the loop ends by itself. What was changed until then stays in the workspace. `limit` (in steps, tokens, US dollars
 * or seconds) and `waiting` may be resumed.
 */
export type AgentEnding =
  | ({ kind: "finished" } & FinishReport)
  | { kind: "waiting"; waiting: Extract<Waiting, { kind: "question" | "rate_limit" }> }
  | { kind: "limit"; limit: LimitName; used: number; allowed: number }
  | { kind: "stuck"; reason: string }
  | { kind: "refused"; reason: string }
  | { kind: "model_failed"; failure: AttemptFailure }
  | { kind: "cancelled" };
