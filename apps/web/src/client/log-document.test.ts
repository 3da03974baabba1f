import type { AttemptEvent, AttemptEventBody } from "@slipway/core";
import { expect, test } from "vitest";
import { LogDocument } from "./log-document.ts";

function textsOf(...bodies: AttemptEventBody[]): string[] {
  const log = new LogDocument();
  log.append(bodies.map((body, index): AttemptEvent => ({ attemptId: "a", seq: index + 1, at: "2026-01-01T00:00:00.000Z", body })));
  return log.snapshot().lines.map((line) => `${line.line ?? "-"} ${line.text}`);
}

const started: AttemptEventBody = { type: "command.started", callId: "c", command: "npm test", cwd: "/" };
const output = (text: string): AttemptEventBody => ({ type: "command.output", callId: "c", text });

test("a line that arrives in pieces is one line, and lines count from 1", () => {
  expect(textsOf(started, output("one\ntw"), output("o\n"), output("three"))).toEqual(["- npm test", "1 one", "2 two", "3 three"]);
});

test("empty lines are kept, so that citations lead to the right line", () => {
  expect(textsOf(started, output("a\n\nb\n"))).toEqual(["- npm test", "1 a", "2 ", "3 b"]);
});

test("a carriage return overwrites the line, and one before the line's end does nothing", () => {
  expect(textsOf(started, output("10%\r50%\r"), output("100%\r\ndone\r\n"))).toEqual(["- npm test", "1 100%", "2 done"]);
});
