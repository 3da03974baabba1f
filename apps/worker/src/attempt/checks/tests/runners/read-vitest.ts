import type { LineReader } from "../line-reader.ts";
import { addFigures, draftReport } from "../report-draft.ts";

const meaning = { passed: "passed", failed: "failed", skipped: "skipped", todo: "skipped", pending: "skipped" } as const;
const marks = { "✓": "passed", "×": "failed", "↓": "skipped" } as const;

const totals = /^ *Tests:? +(.+)$/;
const failed = /^ *FAIL +(?:\|[^|]+\| +)?(\S.*? > .+)$/;
const listed = /^ *([✓×↓]) +(?:\|[^|]+\| +)?(\S.*? > .+?)(?: +\d+ ?ms)?$/;
const bullet = /^ *● (.+ › .+)$/;

/** Vitest's and Jest's closing lines: `Tests  1 failed | 2 passed (3)` and `Tests:  1 failed, 2 passed, 3 total`. */
export function readVitest(): LineReader {
  const draft = draftReport();
  const counts = { passed: 0, failed: 0, skipped: 0 };
  let source: "Vitest" | "Jest" | null = null;
  return {
    rules: [
      {
        hint: "Tests",
        pattern: totals,
        take: ([figures = ""]) => {
          if (addFigures(counts, figures, meaning)) source = figures.includes("total") ? "Jest" : "Vitest";
        },
      },
      { hint: " > ", pattern: failed, take: ([name = ""]) => draft.addOnce(name, "failed") },
      { hint: " > ", pattern: listed, take: ([mark, name = ""]) => draft.addOnce(name, marks[mark as keyof typeof marks]) },
      { hint: "● ", pattern: bullet, take: ([name = ""]) => draft.addOnce(name, "failed") },
    ],
    end: () => (source === null ? null : draft.report(source, counts)),
  };
}
