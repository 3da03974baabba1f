import type { AttemptFailure } from "@slipway/core";
import type { ModelFault } from "./model-fault.ts";

/**
 * Waits are in milliseconds; attempts count the requests of one turn that met the same kind of fault. `misconfiguredAttempts` is for faults
 * that a wrong base URL causes more often than a passing trouble, so the person hears of them soon; `outageAttempts` for a server that
 * has answered before and is gone or broken now, which a restart or a lost network makes it for minutes.
 */
export type RetryPolicy = {
  attempts: number;
  misconfiguredAttempts: number;
  outageAttempts: number;
  firstDelayMs: number;
  maxDelayMs: number;
  /** Longer waits than this are not made here: the attempt is parked. */
  maxWaitMs: number;
  /** When a limit that names no reset is tried again after the last try. */
  unknownResetMs: number;
  /** A provider that asks for more than this is as good as gone. */
  longestResetMs: number;
};

export const defaultRetryPolicy: RetryPolicy = {
  attempts: 8,
  misconfiguredAttempts: 4,
  outageAttempts: 30,
  firstDelayMs: 500,
  maxDelayMs: 30_000,
  maxWaitMs: 60_000,
  unknownResetMs: 5 * 60_000,
  longestResetMs: 24 * 3_600_000,
};

/** `park`: nothing is to be had for so long that nobody should wait for it in place. */
export type RetryDecision =
  | { kind: "retry"; delayMs: number; reason: string }
  | { kind: "park"; delayMs: number; reason: string }
  | { kind: "stop"; failure: AttemptFailure };

type RetryFacts = {
  fault: ModelFault;
  /** Requests made so far for this turn that met this kind of fault. */
  attempts: number;
  /** The server has given a whole reply before. */
  hasAnswered: boolean;
  policy: RetryPolicy;
  /** In [0, 1); spreads the retries of many attempts. */
  random: number;
  /** Host and port of the base URL, for the message. */
  host: string;
  model: string;
};

/** Whether to ask for the whole turn again, and when; or why not. */
export function decideRetry(facts: RetryFacts): RetryDecision {
  const { fault, policy } = facts;
  const final = finalFailure(facts);
  if (final !== null) return { kind: "stop", failure: final };
  const reason = `${faultWords[fault.kind]}: ${fault.detail}`;
  const asked = fault.retryAfterMs;
  const exhausted = facts.attempts >= allowedAttempts(facts);
  if (asked !== null && asked > policy.longestResetMs) return { kind: "stop", failure: exhaustedFailure(facts) };
  if (asked !== null && asked > policy.maxWaitMs) return { kind: "park", delayMs: asked, reason };
  if (exhausted && fault.kind === "rate_limited") return { kind: "park", delayMs: Math.max(asked ?? 0, policy.unknownResetMs), reason };
  if (exhausted) return { kind: "stop", failure: exhaustedFailure(facts) };
  return { kind: "retry", delayMs: delayOf(facts), reason };
}

function allowedAttempts({ fault, policy, hasAnswered }: RetryFacts): number {
  if (hasAnswered && (fault.kind === "unreachable" || fault.kind === "unavailable")) return policy.outageAttempts;
  if (hasAnswered) return policy.attempts;
  return fault.kind === "unreachable" || fault.kind === "not_a_stream" ? policy.misconfiguredAttempts : policy.attempts;
}

/** Never earlier than asked; the jitter on top keeps waiting attempts from returning at one instant. */
function delayOf({ fault, attempts, policy, random }: RetryFacts): number {
  if (fault.retryAfterMs !== null) return Math.round(fault.retryAfterMs + random * policy.firstDelayMs);
  const ceiling = Math.min(policy.maxDelayMs, policy.firstDelayMs * 2 ** (attempts - 1));
  return Math.round(ceiling * (0.5 + random / 2));
}

const faultWords: Record<ModelFault["kind"], string> = {
  unauthorized: "The key was refused",
  quota: "The account's quota is used up",
  rate_limited: "Rate limited",
  unavailable: "The model's server had an error",
  unreachable: "The model's server did not answer",
  stalled: "The reply stalled",
  broken_reply: "The reply broke off",
  not_a_stream: "The answer was no event stream",
  context_exceeded: "The conversation is too long for the model",
  not_found: "Not found",
  rejected: "The request was rejected",
};

function finalFailure({ fault, host, model }: RetryFacts): AttemptFailure | null {
  const message = `${faultWords[fault.kind]} by ${host}: ${fault.detail}`;
  switch (fault.kind) {
    case "unauthorized":
      return failure(
        "model_unauthorized",
        message,
        "Check the API key, its permissions and the base URL in the model settings, then retry the task.",
      );
    case "quota":
      return failure(
        "model_unauthorized",
        `${faultWords.quota} at ${host}: ${fault.detail}`,
        "Raise the quota or add credit with the provider, or choose another model, then retry the task.",
      );
    case "context_exceeded":
      return failure(
        "model_failed",
        `${faultWords.context_exceeded} (${model} at ${host}): ${fault.detail}`,
        "Split the task, or choose a model with a longer context.",
      );
    case "not_found":
      return failure(
        "model_failed",
        `${host} knows no model or endpoint for ${model}: ${fault.detail}`,
        "Check the model's name, the base URL (it usually ends in /v1) and the API kind (responses or chat) in the model settings.",
      );
    case "rejected":
      return failure(
        "model_failed",
        message,
        "The server does not accept this request. Check the model's name and try the other API kind (responses or chat) in the model settings.",
      );
    case "rate_limited":
    case "unavailable":
    case "unreachable":
    case "stalled":
    case "broken_reply":
    case "not_a_stream":
      return null;
  }
}

function exhaustedFailure({ fault, attempts, host }: RetryFacts): AttemptFailure {
  if (fault.kind === "unreachable") {
    return failure(
      "model_unreachable",
      `The model's server at ${host} cannot be reached (${fault.detail}); ${attempts} tries.`,
      `Check that a server answers at ${host} and that the base URL in the model settings is right, then retry the task.`,
    );
  }
  const waits = fault.retryAfterMs === null ? "" : `; it asks to wait ${Math.ceil(fault.retryAfterMs / 1000)} s`;
  return failure(
    "model_failed",
    `No whole reply from ${host} after ${attempts} ${attempts === 1 ? "try" : "tries"}. ${faultWords[fault.kind]}: ${fault.detail}${waits}`,
    exhaustedHint(fault.kind),
  );
}

function exhaustedHint(kind: ModelFault["kind"]): string {
  if (kind === "rate_limited") return "Wait for the provider's limit to reset, then retry the task.";
  if (kind === "not_a_stream") return "Check the base URL in the model settings (it usually ends in /v1), then retry the task.";
  return "Look at the provider's status page, then retry the task.";
}

function failure(code: AttemptFailure["code"], message: string, hint: string): AttemptFailure {
  return { code, message, hint, log: null };
}
