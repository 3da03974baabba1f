import type { LineReader } from "../line-reader.ts";
import { addFigures, addRest, draftReport } from "../report-draft.ts";

const run = /^(?:\[[A-Z]+\] )?Tests run: (\d{1,7}), Failures: (\d{1,7}), Errors: (\d{1,7}), Skipped: (\d{1,7})(?!.*Time elapsed)/;
const marked = /^\[ERROR\] +(.+?) +(?:-- )?Time elapsed: .*<<< (?:FAILURE|ERROR)!$/;

/** Maven Surefire: `[ERROR] acme.ATest.works -- Time elapsed: 0.01 s <<< FAILURE!`, totals for each class with the time, for each module without. */
export function readMaven(): LineReader {
  const draft = draftReport();
  const counts = { passed: 0, failed: 0, skipped: 0 };
  return {
    rules: [
      {
        hint: "Tests run: ",
        pattern: run,
        take: ([all, failures, errors, skipped]) => addRest(counts, { all, failed: String(Number(failures) + Number(errors)), skipped }),
      },
      { hint: "<<< ", pattern: marked, take: ([name = ""]) => name.startsWith("Tests run: ") || draft.addOnce(name, "failed") },
    ],
    end: () => draft.report("Maven Surefire", counts),
  };
}

const result = /^(\S.* > .+) (PASSED|FAILED|SKIPPED)$/;
const completed = /^(\d{1,7}) tests? completed, (.*)$/;
const outcomes = { PASSED: "passed", FAILED: "failed", SKIPPED: "skipped" } as const;

/** Gradle: `ATest > works() FAILED`; it tells failures alone unless the build asks for more, and totals only where one failed. */
export function readGradle(): LineReader {
  const draft = draftReport();
  const counts = { passed: 0, failed: 0, skipped: 0 };
  const close = ([all, figures = ""]: string[]) => {
    const module = { passed: 0, failed: 0, skipped: 0 };
    addFigures(module, figures, { failed: "failed", skipped: "skipped" });
    addRest(counts, { all, failed: String(module.failed), skipped: String(module.skipped) });
  };
  return {
    rules: [
      { hint: " > ", pattern: result, take: ([name = "", word]) => draft.addOnce(name, outcomes[word as keyof typeof outcomes]) },
      { hint: " completed, ", pattern: completed, take: close },
    ],
    end: () => draft.report("Gradle", counts),
  };
}
