import { expect, test } from "vitest";
import type { AttemptEvent, AttemptEventBody } from "./event.ts";
import { networkRequests } from "./network-requests.ts";

const at = "2026-01-01T00:00:00.000Z";
const eventsOf = (...bodies: AttemptEventBody[]) =>
  bodies.map((body, index): AttemptEvent => ({ attemptId: "a", seq: index + 1, at, body }));
const started = (callId: string, command: string): AttemptEventBody => ({ type: "command.started", callId, command, cwd: "/" });
const finished = (callId: string): AttemptEventBody => ({
  type: "command.finished",
  callId,
  exitCode: 0,
  ending: "exited",
  durationMs: 1,
  droppedBytes: 0,
});
const denied = (host: string, command: string | null = null): AttemptEventBody => ({
  type: "network.denied",
  host,
  port: 443,
  reason: "no",
  command,
});
const allowed: AttemptEventBody = {
  type: "network.allowed",
  host: "a.example.org",
  port: 443,
  method: "CONNECT",
  bytesUp: 1,
  bytesDown: 2,
  durationMs: 3,
  reason: null,
  command: null,
};

test("a request belongs to the phase and to the command in which it was made", () => {
  const requests = networkRequests(
    eventsOf(
      { type: "phase.entered", phase: "setup" },
      started("setup", "npm ci"),
      allowed,
      finished("setup"),
      { type: "phase.entered", phase: "working" },
      started("one", "sleep 9"),
      started("two", "curl x"),
      denied("b.example.org"),
      finished("two"),
      denied("c.example.org", "told"),
      finished("one"),
      denied("d.example.org"),
    ),
  );
  expect(requests.map(({ host, phase, command, callId }) => [host, phase, command, callId])).toEqual([
    ["a.example.org", "setup", "npm ci", "setup"],
    ["b.example.org", "agent", "curl x", "two"],
    ["c.example.org", "agent", "told", "one"],
    ["d.example.org", "agent", null, null],
  ]);
  expect(requests[0]).toEqual({
    ...{ seq: 3, at, count: 1, outcome: "allowed", host: "a.example.org", port: 443, method: "CONNECT", reason: null },
    ...{ bytesUp: 1, bytesDown: 2, durationMs: 3, command: "npm ci", callId: "setup", phase: "setup" },
  });
});
