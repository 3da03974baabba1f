import type { LineReader } from "../line-reader.ts";
import { addRest, draftReport } from "../report-draft.ts";

const fine = /^OK \((\d{1,7}) tests?, \d+ assertions?\)/;
const totals = /^Tests: (\d{1,7}), Assertions: \d+(.*)\.$/;
const section = /^There (?:was|were) \d+ (?:(failure|error)s?:$)?/;
const entry = /^\d+\) (\S+::.+)$/;

/** PHPUnit: `OK (3 tests, 5 assertions)` or `Tests: 3, Assertions: 5, Failures: 1.` after numbered failures. */
export function readPhpunit(): LineReader {
  const draft = draftReport();
  const counts = { passed: 0, failed: 0, skipped: 0 };
  let listsFailures = false;
  const close = ([all, figures = ""]: string[]) => {
    const figure = (name: string) => Number(new RegExp(`, ${name}: (\\d{1,7})`).exec(figures)?.[1] ?? 0);
    const failed = String(figure("Failures") + figure("Errors"));
    addRest(counts, { all, failed, skipped: String(figure("Skipped") + figure("Incomplete")) });
  };
  return {
    rules: [
      { hint: "OK (", pattern: fine, take: close },
      { hint: "Tests: ", pattern: totals, take: close },
      {
        hint: "There w",
        pattern: section,
        take: ([failures]) => {
          listsFailures = failures !== "";
        },
      },
      { hint: "::", pattern: entry, take: ([name = ""]) => listsFailures && draft.addOnce(name, "failed") },
    ],
    end: () => draft.report("PHPUnit", counts),
  };
}
