import { relative } from "node:path";
import { z } from "zod";
import type { Tally } from "./tally.ts";

const Report = z.object({
  testResults: z.array(
    z.object({
      name: z.string(),
      status: z.string(),
      message: z.string().default(""),
      assertionResults: z.array(z.object({ fullName: z.string(), status: z.string(), failureMessages: z.array(z.string()).nullish() })),
    }),
  ),
});

/** Counts a report of vitest's json reporter. A file that could not be loaded counts as one failure. */
export function readVitestReport({ suite, text, root }: { suite: string; text: string; root: string }): Tally {
  const tally: Tally = { passed: 0, skipped: 0, failures: [] };
  for (const file of Report.parse(JSON.parse(text)).testResults) {
    const path = relative(root, file.name);
    const failed = file.assertionResults.filter((result) => result.status === "failed");
    tally.passed += file.assertionResults.filter((result) => result.status === "passed").length;
    tally.skipped +=
      file.assertionResults.length - failed.length - file.assertionResults.filter((result) => result.status === "passed").length;
    for (const result of failed) {
      tally.failures.push({ suite, name: `${path}: ${result.fullName.trim()}`, message: result.failureMessages?.join("\n") ?? "" });
    }
    if (file.status === "failed" && failed.length === 0) tally.failures.push({ suite, name: path, message: file.message });
  }
  return tally;
}
