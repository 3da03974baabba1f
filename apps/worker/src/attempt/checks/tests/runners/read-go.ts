import type { LineReader } from "../line-reader.ts";
import { draftReport } from "../report-draft.ts";

const outcomes = { PASS: "passed", FAIL: "failed", SKIP: "skipped" } as const;
type Outcome = (typeof outcomes)[keyof typeof outcomes];

const result = /^ *--- (PASS|FAIL|SKIP): (\S+)/;
const packageEnd = /^(?:ok|FAIL)\s+(\S+)(?:\s|$)/;

/** `go test`, also with -v. A package's name follows its tests; a test with parts counts as its parts. */
export function readGo(): LineReader {
  const draft = draftReport();
  let pending = new Map<string, Outcome>();
  let namesAll = false;
  const close = (place: string) => {
    const parents = new Set([...pending.keys()].flatMap(parentsOf));
    for (const [test, outcome] of pending) if (!parents.has(test)) draft.add(`${place} ${test}`, outcome);
    pending = new Map();
  };
  return {
    rules: [
      {
        hint: "=== RUN",
        pattern: /^=== RUN/,
        take: () => {
          namesAll = true;
        },
      },
      { hint: "--- ", pattern: result, take: ([word, test = ""]) => pending.set(test, outcomes[word as keyof typeof outcomes]) },
      { hint: "ok ", pattern: packageEnd, take: ([name = ""]) => close(name) },
      { hint: "FAIL", pattern: packageEnd, take: ([name = ""]) => close(name) },
    ],
    end() {
      close("");
      const report = draft.report("go test");
      return report === null || namesAll ? report : { ...report, passed: null, complete: false };
    },
  };
}

/** `TestA/x/y` is a part of `TestA/x`, which is a part of `TestA`. */
export function parentsOf(test: string): string[] {
  const parts = test.split("/").slice(0, -1);
  return parts.map((_, index) => parts.slice(0, index + 1).join("/"));
}
