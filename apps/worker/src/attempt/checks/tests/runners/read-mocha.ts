import type { LineReader } from "../line-reader.ts";
import { draftReport } from "../report-draft.ts";

const total = /^ {0,4}(\d{1,7}) (passing|pending|failing)\b/;
const entry = /^ {1,4}\d+\) (.+)$/;
const kinds = { passing: "passed", pending: "skipped", failing: "failed" } as const;
const MAX_TITLES = 10;

/** Mocha: `2 passing (12ms)`, `1 failing`, then each failure's title over several lines, the last of which ends in a colon. */
export function readMocha(): LineReader {
  const draft = draftReport();
  const counts = { passed: 0, failed: 0, skipped: 0 };
  let seen = false;
  let titles: string[] | null = null;
  const goOn = (text: string) => {
    if (titles === null || text === "") return;
    titles.push(text.replace(/:$/, ""));
    if (!text.endsWith(":") && titles.length < MAX_TITLES) return;
    draft.addOnce(titles.join(" › "), "failed");
    titles = null;
  };
  const begin = (text: string) => {
    titles = counts.failed > 0 ? [] : null;
    goOn(text);
  };
  return {
    rules: [
      {
        hint: "ing",
        pattern: total,
        take: ([figure, word]) => {
          seen ||= word !== "pending";
          counts[kinds[word as keyof typeof kinds]] += Number(figure);
        },
      },
      { hint: ") ", pattern: entry, take: ([text = ""]) => begin(text) },
      { hint: "", pattern: /^ *(.*)$/, take: ([text = ""]) => goOn(text) },
    ],
    end: () => (seen ? draft.report("Mocha", counts) : null),
  };
}
