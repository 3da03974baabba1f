import { expect, test } from "vitest";
import { noteWhenSlow } from "./note-when-slow.ts";

function aJournal() {
  const notes: string[] = [];
  const first = Promise.withResolvers<void>();
  const note = async (_level: string, text: string) => {
    notes.push(text);
    first.resolve();
  };
  return { notes, note, noted: first.promise };
}

const words = { text: "Still at it.", done: "It is there." };

test("work that takes long is announced while it runs, and its end is told with its time", async () => {
  const { notes, note, noted } = aJournal();
  const work = Promise.withResolvers<string>();
  const passed = noteWhenSlow({ journal: { note }, afterMs: 1, ...words }, work.promise);
  await noted;
  expect(notes).toEqual(["Still at it."]);
  work.resolve("result");
  expect(await passed).toBe("result");
  expect(notes).toEqual(["Still at it.", "It is there. It took 0 s."]);
});

test("quick work leaves no note", async () => {
  const { notes, note } = aJournal();
  expect(await noteWhenSlow({ journal: { note }, afterMs: 60_000, ...words }, Promise.resolve(1))).toBe(1);
  expect(notes).toEqual([]);
});

test("work that fails, fails as it would have, and a log that cannot be written does not hold it up", async () => {
  const failing = noteWhenSlow({ journal: { note: aJournal().note }, afterMs: 60_000, ...words }, Promise.reject(new Error("gone")));
  await expect(failing).rejects.toThrow("gone");
  const noted = Promise.withResolvers<void>();
  const work = Promise.withResolvers<number>();
  const note = async () => {
    noted.resolve();
    throw new Error("fenced off");
  };
  const passed = noteWhenSlow({ journal: { note }, afterMs: 1, ...words }, work.promise);
  await noted.promise;
  work.resolve(2);
  expect(await passed).toBe(2);
});
