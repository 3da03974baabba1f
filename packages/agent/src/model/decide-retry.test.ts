import { expect, test } from "vitest";
import { decideRetry, defaultRetryPolicy } from "./decide-retry.ts";
import type { ModelFault } from "./model-fault.ts";

function decided(fault: Partial<ModelFault>, facts: { attempts?: number; random?: number; hasAnswered?: boolean } = {}) {
  return decideRetry({
    fault: { kind: "unavailable", detail: "oops", retryAfterMs: null, ...fault },
    attempts: 1,
    hasAnswered: false,
    random: 0,
    policy: defaultRetryPolicy,
    host: "model.example",
    model: "m",
    ...facts,
  });
}

test("waits double up to the cap, within half of themselves as jitter", () => {
  const delays = [1, 2, 3, 7].flatMap((attempts) =>
    [0, 0.999].map((random) => {
      const decision = decided({}, { attempts, random });
      return decision.kind === "retry" ? decision.delayMs : null;
    }),
  );
  expect(delays).toEqual([250, 500, 500, 1_000, 1_000, 1_999, 15_000, 29_985]);
});

test("the provider's own wait is honoured: a short one in place, a long one by parking, an endless one not at all", () => {
  expect(decided({ kind: "rate_limited", retryAfterMs: 42_000 })).toMatchObject({ kind: "retry", delayMs: 42_000 });
  expect(decided({ kind: "rate_limited", retryAfterMs: 3_600_000 })).toMatchObject({
    kind: "park",
    delayMs: 3_600_000,
    reason: "Rate limited: oops",
  });
  expect(decided({ kind: "unavailable", retryAfterMs: 600_000 })).toMatchObject({ kind: "park", delayMs: 600_000 });
  expect(decided({ kind: "rate_limited", retryAfterMs: 30 * 86_400_000 })).toMatchObject({
    kind: "stop",
    failure: {
      code: "model_failed",
      message: expect.stringContaining("asks to wait 2592000 s"),
      hint: expect.stringContaining("limit to reset"),
    },
  });
});

test("a limit without a stated end is tried with growing waits, then parked for a while", () => {
  expect(decided({ kind: "rate_limited" }, { attempts: 3 })).toMatchObject({ kind: "retry", delayMs: 1_000 });
  expect(decided({ kind: "rate_limited" }, { attempts: 8 })).toMatchObject({ kind: "park", delayMs: 300_000 });
});

test("a server that is not there is given up sooner than one that has trouble", () => {
  expect(decided({ kind: "unreachable" }, { attempts: 4 })).toMatchObject({ kind: "stop", failure: { code: "model_unreachable" } });
  expect(decided({ kind: "unavailable" }, { attempts: 4 }).kind).toBe("retry");
  expect(decided({ kind: "unavailable" }, { attempts: 8 }).kind).toBe("stop");
});

test.each(["unreachable", "unavailable"] as const)("a server that has answered before and is %s now is waited for, for minutes", (kind) => {
  let waitedMs = 0;
  for (let attempts = 1; ; attempts += 1) {
    const decision = decided({ kind }, { attempts, hasAnswered: true });
    if (decision.kind !== "retry") break;
    waitedMs += decision.delayMs;
  }
  expect(waitedMs).toBeGreaterThan(5 * 60_000);
  expect(waitedMs).toBeLessThan(15 * 60_000);
});
