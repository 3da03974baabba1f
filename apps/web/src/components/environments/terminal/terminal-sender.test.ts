import type { TerminalInput } from "@slipway/core";
import { expect, test, vi } from "vitest";
import { createTerminalSender } from "./terminal-sender.ts";

const keys = (text: string) => ({ kind: "keys", text }) as const;

test("keys join, one request is under way at a time, and batches are numbered in order", async () => {
  const posted: TerminalInput[] = [];
  let running = 0;
  const sender = createTerminalSender({
    client: "c",
    post: async (input) => {
      running += 1;
      expect(running).toBe(1);
      posted.push(input);
      await Promise.resolve();
      running -= 1;
    },
  });
  sender.add(keys("l"));
  sender.add(keys("s"));
  sender.add({ kind: "size", columns: 80, rows: 24 });
  sender.add({ kind: "size", columns: 90, rows: 24 });
  sender.add(keys("\r"));
  await vi.waitFor(() => expect(posted).toHaveLength(1));
  expect(posted[0]).toEqual({ client: "c", seq: 1, acts: [keys("ls"), { kind: "size", columns: 90, rows: 24 }, keys("\r")] });
  sender.add(keys("x".repeat(150_000)));
  await vi.waitFor(() => expect(posted.flatMap(({ acts }) => acts)).toHaveLength(6));
  expect(posted.map(({ seq }) => seq)).toEqual(posted.map((_, index) => index + 1));
  sender.close();
});

test("what is not told to have arrived is sent again under its number, what has arrived is not", async () => {
  vi.useFakeTimers();
  let now = 0;
  const posted: number[] = [];
  const post = async ({ seq }: TerminalInput) => {
    posted.push(seq);
    throw new Error("offline");
  };
  const sender = createTerminalSender({ client: "c", post, now: () => now });
  sender.add(keys("a"));
  await vi.advanceTimersByTimeAsync(20);
  sender.add(keys("b"));
  await vi.advanceTimersByTimeAsync(20);
  expect(posted).toEqual([1, 2]);
  sender.received(1);
  now = 2_500;
  await vi.advanceTimersByTimeAsync(1_100);
  expect(posted).toEqual([1, 2, 2]);
  sender.received(2);
  now = 9_000;
  await vi.advanceTimersByTimeAsync(5_000);
  expect(posted).toEqual([1, 2, 2]);
  sender.close();
  vi.useRealTimers();
});
