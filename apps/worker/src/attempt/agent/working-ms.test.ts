import type { AttemptEventBody } from "@slipway/core";
import { expect, test } from "vitest";
import { workingMs } from "./working-ms.ts";

const at = (seconds: number, body: AttemptEventBody) => ({ at: new Date(seconds * 1_000).toISOString(), body });
const working: AttemptEventBody = { type: "phase.entered", phase: "working" };
const queued: AttemptEventBody = { type: "phase.entered", phase: "queued" };
const did: AttemptEventBody = { type: "model.told", text: "x" };

test("time at work counts, and time in the queue, in wait or with a lost worker does not", () => {
  const claimed: AttemptEventBody = { type: "attempt.claimed", workerId: "w", epoch: 1 };
  const waiting: AttemptEventBody = { type: "attempt.waiting", waiting: { kind: "question", question: "?", choices: [] } };
  const requeued: AttemptEventBody = { type: "attempt.requeued", reason: "lost" };
  const parked = [at(0, queued), at(5, claimed), at(6, working), at(10, did), at(16, waiting), at(500, queued)];
  expect(workingMs(parked)).toBe(10_000);
  const lost = [...parked, at(501, claimed), at(502, working), at(505, did), at(560, requeued), at(560, queued)];
  expect(workingMs(lost)).toBe(13_000);
  expect(workingMs([...lost, at(600, claimed)])).toBe(13_000);
});
