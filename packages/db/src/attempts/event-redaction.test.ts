import { type AttemptEventBody, createRedactor } from "@slipway/core";
import fc from "fast-check";
import { expect, test } from "vitest";
import { openEventRedaction } from "./event-redaction.ts";

const redactor = createRedactor({ secrets: [{ name: "S", value: "correct-horse" }] });
const output = (callId: string, text: string): AttemptEventBody => ({ type: "command.output", callId, text });
const finished = (callId: string): AttemptEventBody => ({
  type: "command.finished",
  callId,
  exitCode: 0,
  ending: "exited",
  durationMs: 1,
  droppedBytes: 0,
});

test("a secret that two pieces of a command's output share is replaced, and the output stays in its place", () => {
  const redaction = openEventRedaction(redactor);
  const note: AttemptEventBody = { type: "note.added", level: "info", text: "between" };
  expect(redaction.take([output("a", "x correct-"), note])).toEqual([output("a", "x "), note]);
  expect(redaction.take([output("a", "horse y corr"), finished("a")])).toEqual([
    output("a", "[secret S] y "),
    output("a", "corr"),
    finished("a"),
  ]);
});

test("commands beside each other do not mix", () => {
  const redaction = openEventRedaction(redactor);
  expect(redaction.take([output("a", "correct-"), output("b", "horse"), output("a", "horse")])).toEqual([
    output("b", "horse"),
    output("a", "[secret S]"),
  ]);
});

test("nothing is lost of a command that never finished", () => {
  const redaction = openEventRedaction(redactor);
  expect(redaction.take([output("a", "correct-"), output("b", "corr"), output("c", "done")])).toEqual([output("c", "done")]);
  expect(redaction.drain()).toEqual([output("a", "correct-"), output("b", "corr")]);
  expect(redaction.drain()).toEqual([]);
});

test("output without a secret is stored to the character, and each command's in order", () => {
  const piece = fc.record({ callId: fc.constantFrom("a", "b"), text: fc.stringMatching(/^[cor -]{1,8}$/), ends: fc.boolean() });
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 30 }), (pieces) => {
      const redaction = openEventRedaction(redactor);
      const bodies = pieces.flatMap(({ callId, text, ends }) => [output(callId, text), ...(ends ? [finished(callId)] : [])]);
      const stored = [...bodies.flatMap((body) => redaction.take([body])), ...redaction.drain()];
      for (const callId of ["a", "b"]) expect(story(stored, callId)).toEqual(story(bodies, callId));
    }),
    { numRuns: 1_000 },
  );
});

/** A command's output as one text, with a mark where it finished. */
function story(bodies: readonly AttemptEventBody[], callId: string): string {
  return bodies
    .map((body) => (!("callId" in body) || body.callId !== callId ? "" : body.type === "command.output" ? body.text : "|"))
    .join("");
}
