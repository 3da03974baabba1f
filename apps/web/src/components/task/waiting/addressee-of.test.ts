import type { Attempt, Task, Waiting } from "@slipway/core";
import { expect, test } from "vitest";
import { addresseeOf } from "./addressee-of.ts";

const question: Waiting = { kind: "question", question: "Tabs?", choices: [] };
const attempt = (id: string, index: number, waiting: Waiting | null) =>
  ({ id, index, waiting, state: waiting === null ? "running" : "waiting" }) as Attempt;
const turns = (...attempts: Attempt[][]) =>
  ({ turnList: attempts.map((each) => ({ attempts: each, pickedAttemptId: null })) }) as unknown as Pick<Task, "turnList">;

test("a message answers the question that is in sight, and names its attempt", () => {
  const task = turns([attempt("a", 0, question), attempt("b", 1, question)]);
  expect(addresseeOf(task, { id: "b" })).toMatchObject({ kind: "asking", attempt: { id: "b" } });
  expect(addresseeOf(turns([attempt("old", 0, null)], [attempt("a", 0, question)]), { id: "old" })).toMatchObject({
    kind: "asking",
    attempt: { id: "a" },
  });
});

test("a question that another attempt asks is not answered by what is written here", () => {
  const task = turns([attempt("a", 0, null), attempt("b", 1, question)]);
  expect(addresseeOf(task, { id: "a" })).toMatchObject({ kind: "asking_out_of_sight", attempt: { id: "b", index: 1 } });
});

test("a message reaches all where nobody asks", () => {
  const limit: Waiting = { kind: "limit", limit: "steps", used: 1, allowed: 1 };
  expect(addresseeOf(turns([attempt("a", 0, null), attempt("b", 1, limit)]), { id: "b" })).toEqual({ kind: "all" });
});
