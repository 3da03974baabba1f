import { expect, test } from "vitest";
import { validateCitations } from "./validate-citations.ts";

const lines: Record<string, number> = { "src/a.ts": 10, call_1: 3, "unit tests": 1 };
const count = (name: string) => lines[name] ?? null;

function validated(summaryText: string) {
  return validateCitations({ summaryText, readFileLineCount: count, commandLineCount: async (id) => count(id), checkLineCount: count });
}

test("citations of lines that exist are kept, each once and in order", async () => {
  const text = "A【F:src/a.ts†L1-L10】 B 【call_1†L3】 C 【check:unit tests†L1】 A again 【F:src/a.ts†L1-L10】";
  expect(await validated(text)).toEqual({
    citations: [
      { marker: "【F:src/a.ts†L1-L10】", target: { kind: "file", path: "src/a.ts" }, firstLine: 1, lastLine: 10 },
      { marker: "【call_1†L3】", target: { kind: "command", callId: "call_1" }, firstLine: 3, lastLine: 3 },
      { marker: "【check:unit tests†L1】", target: { kind: "check", name: "unit tests" }, firstLine: 1, lastLine: 1 },
    ],
    dropped: 0,
    text,
  });
});

test.each([
  ["a line behind the file's end", "【F:src/a.ts†L9-L11】"],
  ["line zero", "【F:src/a.ts†L0】"],
  ["lines backwards", "【F:src/a.ts†L5-L2】"],
  ["a file that is not there", "【F:src/b.ts†L1】"],
  ["a path that leads out", "【F:../src/a.ts†L1】"],
  ["an absolute path", "【F:/etc/passwd†L1】"],
  ["a command that did not run", "【call_9†L1】"],
  ["a check that did not run", "【check:lint†L1】"],
  ["a marker without lines", "【F:src/a.ts†】"],
  ["a file's marker without dagger", "【F:src/a.ts:L1-L2】"],
  ["a file's marker with a hash", "【F:src/a.ts#L1】"],
  ["a file's name alone", "【F:src/a.ts】"],
  ["a command's marker without dagger", "【call_1 L3】"],
  ["a command's marker with comma and blank", "【look, L3】"],
  ["a command's id alone", "【call_1】"],
  ["a command of any id with a colon", "【toolu_01Ab:L3–L5】"],
  ["a check's marker without dagger", "【check:unit tests L1】"],
  ["a marker with two ranges", "【F:src/a.ts†L2-L3, L5】"],
])("%s is dropped from the text and counted", async (_name, marker) => {
  expect(await validated(`It works ${marker}.`)).toEqual({ citations: [], dropped: 1, text: "It works." });
});

test.each(["【重要】", "【Note】", "【F】", "【a: b】", "【TL;DR】", "【checked】", "【level 1】"].map((words) => [words]))(
  "%s is text like any other",
  async (words) => {
    const text = `It works ${words}.`;
    expect(await validated(text)).toEqual({ citations: [], dropped: 0, text });
  },
);
