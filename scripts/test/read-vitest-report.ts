import { relative } from "node:path";
import { z } from "zod";
import { EMPTY_TALLY, type Tally } from "./tally.ts";

const Result = z.object({ fullName: z.string(), status: z.string(), failureMessages: z.array(z.string()).nullish() });
type Result = z.infer<typeof Result>;

const Report = z.object({
  testResults: z.array(
    z.object({ name: z.string(), status: z.string(), message: z.string().default(""), assertionResults: z.array(Result) }),
  ),
});

/** Counts a report of vitest's json reporter. A file that could not be loaded counts as one failure; a test that passed keeps what it said when it failed before. */
export function readVitestReport({ suite, text, root }: { suite: string; text: string; root: string }): Tally {
  const tally: Tally = structuredClone(EMPTY_TALLY);
  for (const file of Report.parse(JSON.parse(text)).testResults) {
    const path = relative(root, file.name);
    const told = ({ fullName, failureMessages }: Result) => ({
      suite,
      name: `${path}: ${fullName.trim()}`,
      message: failureMessages?.join("\n") ?? "",
    });
    const failed = file.assertionResults.filter((result) => result.status === "failed");
    const passed = file.assertionResults.filter((result) => result.status === "passed");
    tally.passed += passed.length;
    tally.skipped += file.assertionResults.length - failed.length - passed.length;
    tally.failures.push(...failed.map(told));
    tally.unsteady.push(...passed.filter(({ failureMessages }) => (failureMessages?.length ?? 0) > 0).map(told));
    if (file.status === "failed" && failed.length === 0) tally.failures.push({ suite, name: path, message: file.message });
  }
  return tally;
}
