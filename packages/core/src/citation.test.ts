import { expect, test } from "vitest";
import { parseCitations } from "./citation.ts";

test("file, command and check citations are told apart and keep their marker", () => {
  const text = "Fixed 【F:src/a b.ts†L3-L5】, run 【call_1†L2】, see 【check:npm test†L10-12】.";
  expect(parseCitations(text)).toEqual([
    { marker: "【F:src/a b.ts†L3-L5】", target: { kind: "file", path: "src/a b.ts" }, firstLine: 3, lastLine: 5 },
    { marker: "【call_1†L2】", target: { kind: "command", callId: "call_1" }, firstLine: 2, lastLine: 2 },
    { marker: "【check:npm test†L10-12】", target: { kind: "check", name: "npm test" }, firstLine: 10, lastLine: 12 },
  ]);
});

test("what is not a marker stays text", () => {
  expect(parseCitations("【F:x】 【†L1】 【a†1】 [F:x†L1]")).toEqual([]);
});
