import type { LineReader } from "../line-reader.ts";
import { draftReport } from "../report-draft.ts";

const test = /^test (.+?) \.\.\. (ok|FAILED|ignored)\b/;
const total = /^test result: \w+\. (\d{1,7}) passed; (\d{1,7}) failed; (\d{1,7}) ignored/;
const binary = /^ +(?:Running (?:unittests )?|Doc-tests )(\S+)/;
const outcomes = { ok: "passed", FAILED: "failed", ignored: "skipped" } as const;

/** `cargo test`: the tests and a line of totals for each binary that it runs. */
export function readCargo(): LineReader {
  const draft = draftReport();
  const counts = { passed: 0, failed: 0, skipped: 0 };
  let closed = false;
  let place = "";
  const close = ([passed, failed, skipped]: string[]) => {
    closed = true;
    counts.passed += Number(passed);
    counts.failed += Number(failed);
    counts.skipped += Number(skipped);
  };
  const enter = ([name = ""]: string[]) => {
    place = name;
  };
  return {
    rules: [
      { hint: "test result: ", pattern: total, take: close },
      { hint: " ... ", pattern: test, take: ([name = "", word]) => draft.add(`${place} ${name}`, outcomes[word as keyof typeof outcomes]) },
      { hint: "Running ", pattern: binary, take: enter },
      { hint: "Doc-tests ", pattern: binary, take: enter },
    ],
    end: () => (closed ? draft.report("cargo test", counts) : null),
  };
}

const marked = /^ *(PASS|FAIL|SKIP) \[[^\]]*\] +(?:\( *\d+\/\d+\) +)?(\S+ +\S.*)$/;
const marks = { PASS: "passed", FAIL: "failed", SKIP: "skipped" } as const;

/** cargo-nextest: `PASS [   0.005s] acme sum::adds`; failures are listed once more at the end. */
export function readNextest(): LineReader {
  const draft = draftReport();
  return {
    rules: [{ hint: "s] ", pattern: marked, take: ([word, name = ""]) => draft.addOnce(name, marks[word as keyof typeof marks]) }],
    end: () => draft.report("cargo nextest"),
  };
}
