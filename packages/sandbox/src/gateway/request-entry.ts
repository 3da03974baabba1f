import type { Traffic } from "./interception/upstream-agent.ts";
import type { Target } from "./parse-target.ts";
import type { Spending } from "./spending.ts";

/** How a request ended: null when it was carried to its end, `denied` by the policy, `failed` for any other reason. */
export type Outcome = { denied: string } | { failed: string } | null;

/** Begins a request's one line in the event log; closing it, with what went over the connection if there was one, writes it. */
export function openEntry(
  spending: Spending,
  { host, port, method }: Target & { method: string },
): (outcome: Outcome, outside?: Traffic) => void {
  const startedAt = performance.now();
  return (outcome, outside) => {
    if (outcome !== null && "denied" in outcome) {
      spending.report({ type: "network.denied", host, port, reason: outcome.denied, command: null });
      return;
    }
    spending.report({
      type: "network.allowed",
      host,
      port,
      method,
      bytesUp: outside?.bytesWritten ?? 0,
      bytesDown: outside?.bytesRead ?? 0,
      durationMs: Math.round(performance.now() - startedAt),
      reason: outcome?.failed ?? null,
      command: null,
    });
  };
}
