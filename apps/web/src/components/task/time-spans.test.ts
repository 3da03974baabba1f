import type { Attempt, Phase } from "@slipway/core";
import { expect, test } from "vitest";
import { timeSpans, workedMs } from "./time-spans.ts";

const second = (count: number) => new Date(count * 1_000).toISOString();
const phase = (name: Phase, from: number, to: number | null): Attempt["phases"][number] => ({
  phase: name,
  startedAt: second(from),
  endedAt: to === null ? null : second(to),
});

const asked = [phase("queued", 0, 1), phase("working", 1, 5)];
const answered = [...asked, phase("queued", 95, 97), phase("working", 97, 107), phase("checks", 107.1, 110)];

const ended = { phases: answered, state: "succeeded", startedAt: second(1), finishedAt: second(110) } as const;

test("waiting for a person is not work, and neither is standing in the queue again", () => {
  expect(workedMs(ended)).toBe(17_000);
  expect(workedMs({ ...ended, startedAt: null })).toBeNull();
  expect(workedMs({ phases: asked, state: "cancelled", startedAt: second(1), finishedAt: second(300) })).toBe(4_000);
});

test("a wait is a row of its own between the phases, and one that lasts has no end", () => {
  expect(timeSpans(ended).map(({ kind, from, to }) => [kind, from, to])).toEqual([
    ["queued", 0, 1_000],
    ["working", 1_000, 5_000],
    ["waiting", 5_000, 95_000],
    ["queued", 95_000, 97_000],
    ["working", 97_000, 107_000],
    ["checks", 107_100, 110_000],
  ]);
  const live = { phases: asked, startedAt: second(1), finishedAt: null } as const;
  expect(timeSpans({ ...live, state: "waiting" }).at(-1)).toEqual({ kind: "waiting", from: 5_000, to: null });
  expect(timeSpans({ ...live, state: "running" }).at(-1)?.kind).toBe("working");
});
