import { expect, test } from "vitest";
import { phaseTimes } from "./phase-times.ts";

const at = (second: number) => `2026-01-01T00:00:0${second}+00:00`;
const iso = (second: number) => `2026-01-01T00:00:0${second}.000Z`;

test("a phase ends where the next mark is; a requeued attempt goes through its phases again", () => {
  const marks = [
    { phase: "queued" as const, at: at(0) },
    { phase: null, at: at(1) },
    { phase: "image" as const, at: at(2) },
    { phase: "queued" as const, at: at(3) },
  ];
  expect(phaseTimes(marks, null)).toEqual([
    { phase: "queued", startedAt: iso(0), endedAt: iso(1) },
    { phase: "image", startedAt: iso(2), endedAt: iso(3) },
    { phase: "queued", startedAt: iso(3), endedAt: null },
  ]);
});

test("the last phase ends with the attempt", () => {
  expect(phaseTimes([{ phase: "working", at: at(0) }], iso(4))).toEqual([{ phase: "working", startedAt: iso(0), endedAt: iso(4) }]);
});
