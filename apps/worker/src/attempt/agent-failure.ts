import type { AgentEnding } from "@slipway/agent";
import type { AttemptFailure } from "@slipway/core";

const LIMIT_WORDS = {
  steps: "the limit of model requests",
  tokens: "the limit of tokens",
  money: "the limit of money",
  time: "the time limit",
} as const;

/** How an ending other than `finished` and `cancelled` reads to the person. */
export function agentFailure(ending: Exclude<AgentEnding, { kind: "finished" | "cancelled" }>): AttemptFailure {
  switch (ending.kind) {
    case "limit":
      return {
        code: "limit_reached",
        message: `The attempt reached ${LIMIT_WORDS[ending.limit]} before the agent was done.`,
        hint: "What it changed so far is kept. Send a message to let it go on, or retry with a higher limit.",
        log: null,
      };
    case "waiting":
      return waitingFailure(ending.waiting);
    case "stuck":
      return { code: "stuck", message: ending.reason, hint: "Send a message with a more precise direction, or retry.", log: null };
    case "refused":
      return { code: "model_refused", message: ending.reason, hint: "Word the task differently, or choose another model.", log: null };
    case "model_failed":
      return ending.failure;
  }
}

function waitingFailure(waiting: Extract<AgentEnding, { kind: "waiting" }>["waiting"]): AttemptFailure {
  if (waiting.kind === "question")
    return { code: "stuck", message: `The agent asks: ${waiting.question}`, hint: "Send the answer as a message.", log: null };
  return {
    code: "model_failed",
    message: `The model's provider limits requests until ${waiting.until}: ${waiting.reason}`,
    hint: "What it changed so far is kept. Send a message after that time to let it go on.",
    log: null,
  };
}
