import type { ModelCapabilities } from "@slipway/core";
import { answeredServers } from "./answered-servers.ts";
import { decideRetry, type RetryPolicy } from "./decide-retry.ts";
import type { Exchange, RequestOfExchange } from "./exchange.ts";
import { startIdleWatchdog } from "./idle-watchdog.ts";
import type { ModelAnswer, ModelRequest } from "./model.ts";
import { faultOf, type ModelFault } from "./model-fault.ts";
import { loadPictures } from "./pictures.ts";
import type { RateGate } from "./rate-gate.ts";
import { wait } from "./wait.ts";

type RetryContext = {
  exchange: Exchange;
  policy: RetryPolicy;
  gate: RateGate;
  idleMs: number;
  baseUrl: string;
  model: string;
  capabilities: ModelCapabilities;
  /** Takes the key out of what a server says about it. */
  redact(text: string): string;
};

/**
 * Asks for the whole turn again where that may help: no tool has run yet, so nothing can happen twice. A limit that one attempt hears
 * of holds back all that share its gate.
 */
export async function askWithRetries(context: RetryContext, request: ModelRequest): Promise<ModelAnswer> {
  const pictures = await loadPictures(request, context.capabilities);
  const met = new Map<ModelFault["kind"], number>();
  for (;;) {
    const held = await waitAtGate(context, request);
    if (held !== null) return held;
    const heard = await tryOnce(context, { ...request, pictures });
    if ("reply" in heard) {
      answeredServers.add(context.baseUrl);
      return { kind: "replied", reply: heard.reply };
    }
    const attempts = (met.get(heard.fault.kind) ?? 0) + 1;
    met.set(heard.fault.kind, attempts);
    const answer = await afterFault(context, request, { fault: heard.fault, attempts });
    if (answer !== null) return answer;
  }
}

async function tryOnce(context: RetryContext, request: RequestOfExchange) {
  using watchdog = startIdleWatchdog({ outer: request.signal, idleMs: context.idleMs });
  try {
    return { reply: await context.exchange(request, watchdog) };
  } catch (error) {
    request.signal.throwIfAborted();
    const fault = watchdog.stall() ?? faultOf(error);
    return { fault: { ...fault, detail: context.redact(fault.detail) } };
  }
}

/** Waits, and says so, or gives the answer that no further try can change. */
async function afterFault(
  { policy, gate, baseUrl, model }: RetryContext,
  request: ModelRequest,
  { fault, attempts }: { fault: ModelFault; attempts: number },
): Promise<ModelAnswer | null> {
  // A conversation with replies outlives the process that heard them.
  const hasAnswered = answeredServers.has(baseUrl) || request.transcript.some(({ type }) => type === "agent_text" || type === "tool_call");
  const decision = decideRetry({ fault, attempts, hasAnswered, policy, random: Math.random(), host: hostOf(baseUrl), model });
  if (decision.kind === "stop") return { kind: fault.kind === "context_exceeded" ? "too_long" : "failed", failure: decision.failure };
  const until = new Date(Date.now() + decision.delayMs);
  if (fault.kind === "rate_limited") await gate.limit(until);
  if (decision.kind === "park") return { kind: "rate_limited", until, reason: decision.reason };
  await request.onRetry({ reason: decision.reason, delayMs: decision.delayMs });
  await wait(decision.delayMs, request.signal);
  return null;
}

/** Who has just waited for the limit itself is not sent back for what a timer rounds off. */
const roundingMs = 20;

async function waitAtGate({ policy, gate }: RetryContext, request: ModelRequest): Promise<ModelAnswer | null> {
  const until = await gate.limitedUntil();
  const leftMs = until === null ? 0 : until.getTime() - Date.now();
  if (until === null || leftMs <= roundingMs) return null;
  const reason = "Rate limited: the provider's limit for this account has not reset yet.";
  if (leftMs > policy.maxWaitMs) return { kind: "rate_limited", until, reason };
  const delayMs = Math.round(leftMs + Math.random() * policy.firstDelayMs);
  await request.onRetry({ reason, delayMs });
  await wait(delayMs, request.signal);
  return null;
}

function hostOf(baseUrl: string): string {
  return URL.canParse(baseUrl) ? new URL(baseUrl).host : baseUrl;
}
