import { withoutHiddenCharacters } from "@slipway/core";
import type { PageRequest } from "./page-request.ts";
import type { PageReport } from "./photograph-page.ts";

/** The page in words: what the picture alone does not say. */
export function describePage(report: PageReport, { request, withText }: { request: PageRequest; withText: boolean }): string {
  const { title, url, isCut, notes, text } = report;
  return [
    `Page: ${url}${title === "" ? ", without a title" : ` ${JSON.stringify(title.slice(0, 300))}`}`,
    ...(isCut ? [`The page is longer than the picture, which was cut: it shows the first ${request.maxHeight} CSS pixels.`] : []),
    ...notes,
    ...section("Console", report.console, "Console: no errors."),
    ...section("Failed requests", report.requests, "Failed requests: none."),
    ...(withText && text.trim() !== "" ? [`Text at ${request.width} pixels:\n${withoutHiddenCharacters(text).trim()}`] : []),
  ].join("\n");
}

function section(name: string, lines: readonly string[], none: string): string[] {
  return lines.length === 0 ? [none] : [`${name}:`, ...lines.map((line) => `- ${line.replaceAll("\n", "\n  ")}`)];
}
