import type { LineReader } from "../line-reader.ts";
import { addFigures, draftReport } from "../report-draft.ts";

const outcomes = { PASSED: "passed", XPASS: "passed", FAILED: "failed", ERROR: "failed", SKIPPED: "skipped", XFAIL: "skipped" } as const;
const meaning = {
  passed: "passed",
  xpassed: "passed",
  failed: "failed",
  error: "failed",
  errors: "failed",
  skipped: "skipped",
  xfailed: "skipped",
} as const;

/** `tests/test_a.py::test_b PASSED [ 50%]`, or the other way round with xdist and in the short summary. */
const named = /^(\S[^:]*::.+?) (PASSED|FAILED|ERROR|SKIPPED|XFAIL|XPASS)\b/;
const summed = /^(?:\[gw\d+\] (?:\[ *\d+%\] )?)?(PASSED|FAILED|ERROR|SKIPPED|XFAIL|XPASS) ([^\s:][^:]*::.+?)(?: - .*)?$/;
/** The last line of a run: `=== 1 failed, 2 passed in 0.12s ===`, without the bars under -q. */
const closing = /^(?:=+ )?(\d+ [a-z]+(?:, \d+ [a-z]+)*) in [\d.]+s/;

export function readPytest(): LineReader {
  const draft = draftReport();
  const counts = { passed: 0, failed: 0, skipped: 0 };
  let closed = false;
  const add = (name: string | undefined, word: string | undefined) => draft.addOnce(name ?? "", outcomes[word as keyof typeof outcomes]);
  return {
    rules: [
      { hint: "::", pattern: named, take: ([name, word]) => add(name, word) },
      { hint: "::", pattern: summed, take: ([word, name]) => add(name, word) },
      {
        hint: " in ",
        pattern: closing,
        take: ([figures = ""]) => {
          closed = addFigures(counts, figures, meaning) || closed;
        },
      },
    ],
    end: () => (closed ? draft.report("pytest", counts) : null),
  };
}
