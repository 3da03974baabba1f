import type { AttemptFailure, ReviewComment, Summary, TaskMode } from "@slipway/core";

/** What the loop needs to know about a turn. Plain data; nothing of it names a container or a table. */
export type AgentTask = {
  prompt: string;
  mode: TaskMode;
  comments: readonly ReviewComment[];
  /** Earlier turns, oldest first; their changes are in the work tree, uncommitted. */
  history: readonly { text: string; comments: readonly ReviewComment[]; summary: Pick<Summary, "title" | "body"> | null }[];
  repositoryName: string;
  branch: string;
  /** The repository's AGENTS.md, where it has one. */
  instructions: string | null;
  /** What the platform runs once the agent is done. */
  checks?: readonly { name: string; command: string }[];
};

/** Every way in which the loop ends by itself. What was changed until then stays in the workspace. */
export type AgentEnding =
  | { kind: "finished"; title: string; summary: string }
  | { kind: "limit"; limit: "steps" | "tokens" | "money" | "time" }
  | { kind: "stuck"; reason: string }
  | { kind: "refused"; reason: string }
  | { kind: "model_failed"; failure: AttemptFailure }
  | { kind: "cancelled" };
