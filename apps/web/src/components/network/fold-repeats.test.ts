import type { NetworkRequest } from "@slipway/core";
import { expect, test } from "vitest";
import { foldRepeats } from "./fold-repeats.ts";

const request = (seq: number, part: Partial<NetworkRequest>): NetworkRequest => ({
  seq,
  count: 1,
  at: "2030-01-01T00:00:00.000Z",
  outcome: "denied",
  host: "a.example.org",
  port: 443,
  method: null,
  bytesUp: 0,
  bytesDown: 0,
  durationMs: 0,
  reason: "The network is off.",
  command: "pip install x",
  callId: null,
  phase: "agent",
  ...part,
});

test("refusals that repeat are one row, and what got through stays one by one", () => {
  const allowed = { outcome: "allowed", method: "GET", reason: null } as const;
  const rows = [
    request(1, {}),
    request(2, {}),
    request(3, { host: "b.example.org" }),
    request(4, { count: 70 }),
    request(5, allowed),
    request(6, allowed),
  ];
  expect(foldRepeats(rows).map((run) => [run.request.seq, run.count])).toEqual([
    [2, 2],
    [3, 1],
    [4, 70],
    [5, 1],
    [6, 1],
  ]);
});
