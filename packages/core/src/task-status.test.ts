import { expect, test } from "vitest";
import type { AttemptState } from "./attempt-state.ts";
import { deriveTaskStatus, needsAttention } from "./task-status.ts";

test.each<[AttemptState[], AttemptState]>([
  [["queued"], "queued"],
  [["queued", "running"], "running"],
  [["succeeded", "running"], "running"],
  [["running", "waiting"], "waiting"],
  [["failed", "succeeded"], "succeeded"],
  [["cancelled", "failed"], "failed"],
  [["cancelled", "cancelled"], "cancelled"],
])("a turn whose attempts are %j is %s", (states, status) => {
  expect(deriveTaskStatus(states)).toBe(status);
});

test("a person is asked to look at questions, results and failures, not at work under way", () => {
  expect((["waiting", "succeeded", "failed"] as const).every(needsAttention)).toBe(true);
  expect((["queued", "preparing", "running", "verifying", "cancelled"] as const).some(needsAttention)).toBe(false);
});
