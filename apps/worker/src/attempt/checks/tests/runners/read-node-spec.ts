import type { LineReader } from "../line-reader.ts";
import { draftReport } from "../report-draft.ts";

const total = /^ℹ (pass|fail|skipped|todo|cancelled) (\d{1,7})$/;
const point = /^( *)(▶|✔|✖|﹣|⚠) (.+?)(?: \([\d.]+ms\))?(?: # .*)?$/;
const kinds = { pass: "passed", fail: "failed", cancelled: "failed", skipped: "skipped", todo: "skipped" } as const;
const marks = { "✔": "passed", "✖": "failed", "﹣": "skipped", "⚠": "skipped" } as const;
const MAX_SUITES = 50;

/**
 * The spec reporter of `node --test`: suites open with ▶ and close with a mark of their own at the same depth, tests stand between.
 * After the totals the failures are listed once more.
 */
export function readNodeSpec(): LineReader {
  const draft = draftReport();
  const counts = { passed: 0, failed: 0, skipped: 0 };
  let suites: { depth: number; name: string }[] = [];
  let closed = false;
  const seePoint = ([indent = "", mark = "", name = ""]: string[]) => {
    if (closed) return;
    const depth = indent.length;
    const isEnd = suites.some((suite) => suite.depth === depth && suite.name === name);
    suites = suites.filter((suite) => suite.depth < depth);
    if (isEnd) return;
    const path = [...suites.map((suite) => suite.name), name].join(" › ");
    if (mark !== "▶") draft.addOnce(path, marks[mark as keyof typeof marks]);
    else if (suites.length < MAX_SUITES) suites.push({ depth, name });
  };
  return {
    rules: [
      {
        hint: "ℹ ",
        pattern: total,
        take: ([kind, figure]) => {
          closed = true;
          counts[kinds[kind as keyof typeof kinds]] += Number(figure);
        },
      },
      ...["▶", ...Object.keys(marks)].map((hint) => ({ hint, pattern: point, take: seePoint })),
    ],
    end: () => (closed ? draft.report("Node.js", counts) : null),
  };
}
