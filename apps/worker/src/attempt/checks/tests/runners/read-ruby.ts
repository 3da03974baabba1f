import type { LineReader } from "../line-reader.ts";
import { addFigures, addRest, draftReport } from "../report-draft.ts";

const examples = /^(\d{1,7}) examples?, (\d{1,7}) failures?(?:, (\d{1,7}) pending)?/;
const example = /^rspec (\S+)(?: # (.+))?$/;

/** RSpec's closing line, then `rspec ./spec/a_spec.rb:3 # A thing works` for each failure. */
export function readRspec(): LineReader {
  const draft = draftReport();
  const counts = { passed: 0, failed: 0, skipped: 0 };
  return {
    rules: [
      { hint: "rspec ", pattern: example, take: ([place = "", title = ""]) => draft.addOnce(title || place, "failed") },
      { hint: " example", pattern: examples, take: ([all, failed, pending]) => addRest(counts, { all, failed, skipped: pending }) },
    ],
    end: () => draft.report("RSpec", counts),
  };
}

const runs = /^(\d{1,7}) (?:runs|tests), \d+ assertions, (.+)$/;
const meaning = { failures: "failed", errors: "failed", skips: "skipped", pendings: "skipped", omissions: "skipped" } as const;
const failure = /^ *\d+\) (?:Failure|Error):$/;
const failing = /^(\S+#[^\s:]+|test_[^\s(]+\([^\s)]+\))/;

/** Minitest and test-unit: `3 runs, 5 assertions, 1 failures, 0 errors, 1 skips`. A failure's name follows its number. */
export function readMinitest(): LineReader {
  const draft = draftReport();
  const counts = { passed: 0, failed: 0, skipped: 0 };
  let expectsName = false;
  const expectName = (expects: boolean) => {
    expectsName = expects;
  };
  const seeTotals = ([all, figures = ""]: string[]) => {
    const run = { passed: 0, failed: 0, skipped: 0 };
    addFigures(run, figures, meaning);
    addRest(counts, { all, failed: String(run.failed), skipped: String(run.skipped) });
  };
  const seeName = ([name = ""]: string[]) => {
    if (expectsName) draft.addOnce(name, "failed");
    expectName(false);
  };
  return {
    rules: [
      { hint: " assertions, ", pattern: runs, take: seeTotals },
      { hint: ") ", pattern: failure, take: () => expectName(true) },
      { hint: "#", pattern: failing, take: seeName },
      { hint: "test_", pattern: failing, take: seeName },
    ],
    end: () => draft.report("Minitest", counts),
  };
}
