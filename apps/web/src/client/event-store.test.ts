import type { AttemptEvent } from "@slipway/core";
import { expect, test } from "vitest";
import { EventStore } from "./event-store.ts";

function note(seq: number): AttemptEvent {
  return { attemptId: "a", seq, at: "2026-01-01T00:00:00.000Z", body: { type: "note.added", level: "info", text: `${seq}` } };
}

function nextChange(store: EventStore): Promise<void> {
  return new Promise((resolve) => {
    const stop = store.subscribe(() => {
      stop();
      resolve();
    });
  });
}

test("a stream that repeats events after a reconnect adds each once", async () => {
  const store = new EventStore();
  const changed = nextChange(store);
  store.add("a", [note(1), note(2)]);
  store.add("a", [note(2), note(3)]);
  await changed;
  expect(store.read("a").map((event) => event.seq)).toEqual([1, 2, 3]);
});

test("attempts are kept apart and an unknown one is empty", async () => {
  const store = new EventStore();
  const changed = nextChange(store);
  store.add("a", [note(1)]);
  await changed;
  expect([store.read("a").length, store.read("b").length, store.lastSeq("b")]).toEqual([1, 0, 0]);
});
