import type { Attempt, AttemptState, Turn } from "@slipway/core";
import { expect, test } from "vitest";
import { leadingAttempt } from "./leading-attempt.ts";

const minute = (count: number) => new Date(Date.UTC(2030, 0, 1, 0, count)).toISOString();

/** `from` and `to` in minutes. */
const anAttempt = (id: string, state: AttemptState, from: number, to: number | null): Attempt => ({
  ...{ id, index: 0, state, cancelRequested: false, waiting: null, sandboxKeptUntil: null, model: "m", demo: false, phases: [] },
  usage: { requests: 0, inputTokens: 0, cachedInputTokens: 0, outputTokens: 0, costUsd: null },
  ...{ summary: null, cardTasks: [], failure: null, verifications: [], change: null, snapshot: null, queuePosition: null, lastSeq: 0 },
  ...{ createdAt: minute(from), startedAt: minute(from), finishedAt: to === null ? null : minute(to) },
});

const aTurn = (attempts: Attempt[], pickedAttemptId: string | null = null): Turn => ({
  ...{ id: "turn", index: 0, text: "", comments: [], images: [], judgement: null, createdAt: minute(0), messages: [] },
  attempts,
  pickedAttemptId,
});

test("a retry that ended like the attempt before it speaks for the turn", () => {
  expect(leadingAttempt(aTurn([anAttempt("first", "succeeded", 0, 1), anAttempt("retry", "succeeded", 2, 3)]))?.id).toBe("retry");
  const failures = [anAttempt("one", "failed", 0, 1), anAttempt("two", "failed", 0, 2), anAttempt("retry", "failed", 3, 4)];
  expect(leadingAttempt(aTurn(failures))?.id).toBe("retry");
});

test("of attempts that were sent together the first speaks, and what the person picked before any", () => {
  const together = [anAttempt("one", "failed", 0, 1), anAttempt("two", "succeeded", 0, 5), anAttempt("three", "succeeded", 0, 3)];
  expect(leadingAttempt(aTurn(together))?.id).toBe("two");
  expect(leadingAttempt(aTurn(together, "three"))?.id).toBe("three");
  const retried = [anAttempt("first", "succeeded", 0, 1), anAttempt("retry", "succeeded", 2, 3)];
  expect(leadingAttempt(aTurn(retried, "first"))?.id).toBe("first");
});

test("a retry under way speaks at once, and one that failed leaves the word to what succeeded", () => {
  expect(leadingAttempt(aTurn([anAttempt("first", "failed", 0, 1), anAttempt("retry", "running", 2, null)]))?.id).toBe("retry");
  expect(leadingAttempt(aTurn([anAttempt("first", "succeeded", 0, 1), anAttempt("retry", "failed", 2, 3)]))?.id).toBe("first");
});
