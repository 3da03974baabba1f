import type { HealthPart } from "@slipway/core";
import { expect, test } from "vitest";
import { obstacleOf } from "./obstacle-of.ts";

const fine: HealthPart = { name: "Docker", ok: true, detail: "20.10", hint: null };
const broken: HealthPart = { name: "Docker", ok: false, detail: "Docker does not answer", hint: "Start it." };
const worker = (...parts: HealthPart[]) => ({ id: "w", host: "h", lastSeenAt: "2026-01-01T00:00:00.000Z", parts });

test("one worker without faults is enough", () => {
  expect(obstacleOf({ workers: [worker(broken), worker(fine)], parts: [] })).toBeNull();
});

test("the fault and its remedy are told as sentences", () => {
  expect(obstacleOf({ workers: [worker(fine, broken)], parts: [] })).toBe("Docker does not answer. Start it.");
});

test("without any worker the platform's own parts tell", () => {
  expect(obstacleOf({ workers: [], parts: [{ name: "worker", ok: false, detail: "No worker has reported", hint: null }] })).toBe(
    "No worker has reported.",
  );
});
