import { decideRetry, type RetryPolicy } from "./decide-retry.ts";
import type { Exchange } from "./exchange.ts";
import { startIdleWatchdog } from "./idle-watchdog.ts";
import type { ModelAnswer, ModelRequest } from "./model.ts";
import { faultOf } from "./model-fault.ts";
import { wait } from "./wait.ts";

type RetryContext = {
  exchange: Exchange;
  policy: RetryPolicy;
  idleMs: number;
  host: string;
  model: string;
  /** Takes the key out of what a server says about it. */
  redact(text: string): string;
};

/** Asks for the whole turn again where that may help: no tool has run yet, so nothing can happen twice. */
export async function askWithRetries(context: RetryContext, request: ModelRequest): Promise<ModelAnswer> {
  for (let attempts = 1; ; attempts += 1) {
    using watchdog = startIdleWatchdog({ outer: request.signal, idleMs: context.idleMs });
    try {
      return { kind: "replied", reply: await context.exchange(request, watchdog) };
    } catch (error) {
      request.signal.throwIfAborted();
      const heard = watchdog.stall() ?? faultOf(error);
      const fault = { ...heard, detail: context.redact(heard.detail) };
      const decision = decideRetry({
        fault,
        attempts,
        policy: context.policy,
        random: Math.random(),
        host: context.host,
        model: context.model,
      });
      if (decision.kind === "stop") return { kind: "failed", failure: decision.failure };
      await request.onRetry({ reason: decision.reason, delayMs: decision.delayMs });
      await wait(decision.delayMs, request.signal);
    }
  }
}
