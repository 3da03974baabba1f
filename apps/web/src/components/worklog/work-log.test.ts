import type { AttemptEvent, AttemptEventBody } from "@slipway/core";
import { expect, test } from "vitest";
import { buildWorkLog } from "./work-log.ts";

function eventsOf(...bodies: AttemptEventBody[]): AttemptEvent[] {
  return bodies.map((body, index) => ({ attemptId: "a", seq: index + 1, at: "2026-01-01T00:00:00.000Z", body }));
}

test("commands stand under the reasoning that led to them, with their ending", () => {
  const log = buildWorkLog(
    eventsOf(
      { type: "reasoning.added", text: "**Run the tests**\nThey should fail first." },
      { type: "command.started", callId: "c1", command: "npm test", cwd: "/workspace" },
      { type: "command.output", callId: "c1", text: "1 failing\n" },
      { type: "command.finished", callId: "c1", exitCode: 1, ending: "exited", durationMs: 900, droppedBytes: 0 },
    ),
  );
  const [group] = log.groups;
  expect({ heading: group?.heading, text: group?.text, commands: log.commands }).toEqual({
    heading: "Run the tests",
    text: "They should fail first.",
    commands: 1,
  });
  expect(group?.items).toMatchObject([{ kind: "command", command: "npm test", tail: "1 failing\n", finished: { exitCode: 1 } }]);
});

test("work before any reasoning stands in a group without a heading, and an empty one is left out", () => {
  expect(buildWorkLog([]).groups).toEqual([]);
  const log = buildWorkLog(eventsOf({ type: "note.added", level: "info", text: "Container started" }));
  expect(log.groups).toMatchObject([{ heading: null, items: [{ kind: "note" }] }]);
});

test("the same check at base and at head is kept apart", () => {
  const log = buildWorkLog(
    eventsOf(
      { type: "check.started", name: "test", side: "base", command: "npm test" },
      { type: "check.started", name: "test", side: "head", command: "npm test" },
      { type: "check.finished", name: "test", side: "base", outcome: "failed", exitCode: 1, durationMs: 1 },
    ),
  );
  expect(log.groups[0]?.items).toMatchObject([{ finished: { outcome: "failed" } }, { finished: null }]);
});

test("what the platform told the model and took out of its conversation is part of the story", () => {
  const log = buildWorkLog(
    eventsOf(
      { type: "model.told", text: "You are repeating yourself." },
      { type: "context.trimmed", items: 4, tokensBefore: 80_000 },
      { type: "context.compacted", summary: "…", items: 9, tokensBefore: 90_000 },
    ),
  );
  expect(log.groups[0]?.items.flatMap((item) => (item.kind === "note" ? [item.text] : []))).toEqual([
    "Told the model: You are repeating yourself.",
    "At 80,000 tokens older outputs were shortened for the model. The log keeps them whole.",
    "At 90,000 tokens the model summed up its work so far, to stay within its context. The log keeps all of it.",
  ]);
});

test("a host that refuses a command again and again is told once", () => {
  const denied = { type: "network.denied", port: 443, reason: "The network is off.", command: "pip install x" } as const;
  const log = buildWorkLog(
    eventsOf({ ...denied, host: "b.example.org" }, { ...denied, host: "a.example.org" }, { ...denied, host: "b.example.org" }),
  );
  expect(log.groups[0]?.items).toMatchObject([{ host: "b.example.org" }, { host: "a.example.org" }]);
});
