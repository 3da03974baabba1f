import type { LineReader } from "../line-reader.ts";
import { addRest, draftReport } from "../report-draft.ts";

const ran = /^Ran (\d{1,7}) tests? in /;
const verdict = /^(?:OK|FAILED)(?: \((.*)\))?$/;
const head = /^(?:FAIL|ERROR): (.+)$/;
const listed = /^(\S+ \(\S+\)) \.\.\. (?:(ok)|(FAIL|ERROR)|skipped\b.*|expected failure)$/;
const meaning = {
  failures: "failed",
  errors: "failed",
  "unexpected successes": "failed",
  skipped: "skipped",
  "expected failures": "skipped",
} as const;

/** Python's unittest: `Ran 3 tests in 0.001s`, then `FAILED (failures=1, skipped=1)`. */
export function readUnittest(): LineReader {
  const draft = draftReport();
  const counts = { passed: 0, failed: 0, skipped: 0 };
  let all = "0";
  const close = ([figures = ""]: string[]) => {
    const run = { failed: 0, skipped: 0 };
    for (const [, word = "", figure] of figures.matchAll(/([a-z ]+)=(\d{1,7})/g)) {
      const kind = meaning[word.trim() as keyof typeof meaning] as "failed" | "skipped" | undefined;
      if (kind !== undefined) run[kind] += Number(figure);
    }
    addRest(counts, { all, failed: String(run.failed), skipped: String(run.skipped) });
    all = "0";
  };
  return {
    rules: [
      {
        hint: "Ran ",
        pattern: ran,
        take: ([figure = "0"]) => {
          all = figure;
        },
      },
      { hint: "OK", pattern: verdict, take: close },
      { hint: "FAILED", pattern: verdict, take: close },
      { hint: "FAIL: ", pattern: head, take: ([name = ""]) => draft.addOnce(name, "failed") },
      { hint: "ERROR: ", pattern: head, take: ([name = ""]) => draft.addOnce(name, "failed") },
      {
        hint: ") ... ",
        pattern: listed,
        take: ([name = "", passed, failed]) => draft.addOnce(name, passed ? "passed" : failed ? "failed" : "skipped"),
      },
    ],
    end: () => draft.report("unittest", counts),
  };
}
