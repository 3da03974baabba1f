import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { createSpending, type GatewayEvent } from "./spending.ts";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const denied = (host: string): GatewayEvent => ({ type: "network.denied", host, port: 443, reason: "No.", command: null });
const allowed = (host: string, bytesUp: number): GatewayEvent => ({
  type: "network.allowed",
  host,
  port: 443,
  method: "CONNECT",
  bytesUp,
  bytesDown: 1,
  durationMs: 1,
  reason: null,
  command: null,
});

function open() {
  const events: GatewayEvent[] = [];
  return { events, spending: createSpending({ maxUploadBytes: 1_000, onRequest: (event) => void events.push(event) }) };
}
const countOf = (events: readonly GatewayEvent[]) => events.reduce((sum, { count = 1 }) => sum + count, 0);

test("a flood of refusals is told in few events, whole, and hides nothing that left", () => {
  const { events, spending } = open();
  for (let round = 0; round < 50_000; round += 1) spending.report(denied("a.test"));
  spending.report(allowed("sink.test", 900));
  expect(events.at(-1)).toMatchObject({ type: "network.allowed", host: "sink.test", bytesUp: 900 });
  spending.close();
  expect(countOf(events)).toBe(50_001);
  expect(events.length).toBeLessThan(2_100);
  spending.report(denied("late.test"));
  expect(events.at(-1)).toMatchObject({ host: "late.test" });
});

test("what left is told together with its bytes, while the attempt still runs", () => {
  const { events, spending } = open();
  for (let round = 0; round < 3_000; round += 1) spending.report(allowed("a.test", 2));
  vi.advanceTimersByTime(2_000);
  expect(countOf(events)).toBe(3_000);
  expect(events.at(-1)).toMatchObject({ host: "a.test", count: 1_000, bytesUp: 2_000, bytesDown: 1_000 });
});

test("hosts without end are told in lines with an end, for any length of time", () => {
  const { events, spending } = open();
  for (let second = 0; second < 3_600; second += 1) {
    for (let one = 0; one < 200; one += 1) spending.report(denied(`h${second * 200 + one}.test`));
    vi.advanceTimersByTime(1_000);
  }
  spending.close();
  expect(countOf(events)).toBe(720_000);
  expect(events.some(({ host }) => host === "(other hosts)")).toBe(true);
  expect(events.length).toBeLessThan(6_500);
});
