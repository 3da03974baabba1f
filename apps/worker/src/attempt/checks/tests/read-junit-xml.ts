import type { TestReport } from "@slipway/core";
import { SaxesParser } from "saxes";
import { draftReport, type ReportDraft } from "./report-draft.ts";

const MAX_DEPTH = 100;
const PIECE = 65_536;

const beginning = /^[ \t]*(?:<\?xml[^>\n]{0,200}>\s{0,20})?<(testsuites?)[\s>]/m;

/**
 * Every JUnit document in `text`, each begun on a line of its own. Entities that a document declares are not expanded: a document that
 * uses one is read up to there.
 */
export function readJunitXml(text: string): TestReport | null {
  if (!text.includes("<testsuite")) return null;
  const draft = draftReport();
  let whole = true;
  for (let rest = text; ; ) {
    const found = beginning.exec(rest);
    if (found === null) break;
    const from = found.index + found[0].lastIndexOf("<testsuite");
    const end = endOf(rest, from, found[1] ?? "");
    whole = readDocument(rest.slice(from, end), draft) && whole;
    rest = rest.slice(end);
  }
  const report = draft.report("JUnit XML");
  return report === null ? null : { ...report, complete: report.complete && whole };
}

function endOf(text: string, from: number, root: string): number {
  const close = root === "testsuites" ? text.indexOf("</testsuites>", from) : -1;
  if (close !== -1) return close + "</testsuites>".length;
  const next = text.indexOf("<?xml", from);
  return next === -1 ? text.length : next;
}

/** False where the document ended before its root did. */
function readDocument(text: string, draft: ReportDraft): boolean {
  const parser = new SaxesParser();
  let depth = 0;
  let ended: "well" | "badly" | null = null;
  let test: { name: string; outcome: "passed" | "failed" | "skipped" } | null = null;
  parser.on("opentag", ({ name, attributes }) => {
    depth += 1;
    if (ended === null && depth > MAX_DEPTH) ended = "badly";
    if (name === "testcase") test = { name: titleOf(attributes), outcome: "passed" };
    else if (test !== null && (name === "failure" || name === "error")) test.outcome = "failed";
    else if (test !== null && name === "skipped" && test.outcome === "passed") test.outcome = "skipped";
  });
  parser.on("closetag", ({ name }) => {
    depth -= 1;
    if (ended !== null) return;
    if (name === "testcase" && test !== null) {
      draft.add(test.name, test.outcome);
      test = null;
    }
    if (depth === 0) ended = "well";
  });
  parser.on("error", () => {
    ended ??= "badly";
  });
  for (let at = 0; at < text.length && ended === null; at += PIECE) parser.write(text.slice(at, at + PIECE));
  return ended === "well";
}

function titleOf({ classname, file, name = "" }: Record<string, string>): string {
  const place = classname || file || "";
  return place === "" || name.startsWith(place) ? name : `${place} › ${name}`;
}
