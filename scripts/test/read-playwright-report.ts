import { z } from "zod";
import { EMPTY_TALLY, type Failure, type Tally } from "./tally.ts";

const Spec = z.object({
  title: z.string(),
  file: z.string(),
  tests: z.array(
    z.object({
      status: z.enum(["expected", "unexpected", "flaky", "skipped"]),
      results: z.array(z.object({ errors: z.array(z.object({ message: z.string().optional() })).default([]) })),
    }),
  ),
});
type Spec = z.infer<typeof Spec>;

type Suite = { specs: Spec[]; suites?: Suite[] | undefined };
const Suite: z.ZodType<Suite> = z.object({
  specs: z.array(Spec),
  get suites() {
    return z.array(Suite).optional();
  },
});

const Report = z.object({ suites: z.array(Suite), errors: z.array(z.object({ message: z.string().optional() })).default([]) });

/** Counts a report of Playwright's json reporter. Errors outside of any test, such as a broken set-up, are failures. */
export function readPlaywrightReport({ suite, text }: { suite: string; text: string }): Tally {
  const report = Report.parse(JSON.parse(text));
  const outside = report.errors.map((error): Failure => ({ suite, name: "set-up", message: error.message ?? "" }));
  const tally: Tally = { ...structuredClone(EMPTY_TALLY), failures: outside };
  for (const spec of report.suites.flatMap(specsOf)) {
    for (const test of spec.tests) {
      const told = { suite, name: `${spec.file}: ${spec.title}`, message: messageOf(test) };
      if (test.status === "skipped") tally.skipped++;
      else if (test.status === "unexpected") tally.failures.push(told);
      else tally.passed++;
      if (test.status === "flaky") tally.unsteady.push(told);
    }
  }
  return tally;
}

function specsOf(suite: Suite): Spec[] {
  return [...suite.specs, ...(suite.suites ?? []).flatMap(specsOf)];
}

function messageOf(test: Spec["tests"][number]): string {
  return test.results.flatMap((result) => result.errors.map((error) => error.message ?? "")).join("\n");
}
