import type { AgentEnding } from "@slipway/agent";
import type { AttemptFailure } from "@slipway/core";

/** An ending that nothing can be resumed from. */
export type Final = Exclude<AgentEnding, { kind: "cancelled" | "waiting" | "limit" }>;

/** How an ending other than `finished` reads to the person. */
export function agentFailure(ending: Exclude<Final, { kind: "finished" }>): AttemptFailure {
  switch (ending.kind) {
    case "stuck":
      return { code: "stuck", message: ending.reason, hint: "Send a message with a more precise direction, or retry.", log: null };
    case "refused":
      return { code: "model_refused", message: ending.reason, hint: "Word the task differently, or choose another model.", log: null };
    case "model_failed":
      return ending.failure;
  }
}
