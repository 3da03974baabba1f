import { expect, test } from "vitest";
import type { ComparedVerification } from "./compare-checks.ts";
import { notVerified, type UnverifiedFacts } from "./not-verified.ts";

const file = {
  previousPath: null,
  kind: "modified",
  binary: false,
  additions: 1,
  deletions: 0,
  oldMode: "100644",
  newMode: "100644",
} as const;
const check: ComparedVerification = {
  name: "test",
  command: "x",
  side: "head",
  outcome: "passed",
  reason: null,
  flaky: false,
  tests: null,
};
const summary = { title: "t", body: "b", citations: [], droppedCitations: 0, testing: [], notVerified: [], cards: [] };

function sentences(facts: Partial<UnverifiedFacts>): string[] {
  const files = [
    { ...file, path: "src/a.ts" },
    { ...file, path: "src/a.test.ts" },
  ];
  return notVerified({ verifications: [check], files, summary, refusedHosts: [], ...facts }).map(({ by, text }) => `${by}: ${text}`);
}

test("a change that its checks and tests speak for leaves nothing to say", () => {
  expect(sentences({})).toEqual([]);
});

test("what was not run is said with its reason", () => {
  const reason = "The sandbox broke.";
  const notRun = (name: string): ComparedVerification => ({ ...check, name, outcome: "not_run", reason });
  expect(sentences({ verifications: [notRun("test"), notRun("lint")] })).toEqual([`platform: test, lint: not run. ${reason}`]);
  expect(sentences({ verifications: [] })).toEqual(["platform: Nothing was run to prove the change: the environment has no checks."]);
  expect(sentences({ verifications: [{ ...check, outcome: "failed" }] })).toEqual([
    "platform: Whether test failed before the change: nothing is known of the base.",
  ]);
});

test("code without a test, claims without a run, references without a place and refused hosts are said", () => {
  const claims = { ...summary, testing: [{ text: "All pass.", commands: [], checks: [] }], droppedCitations: 2, notVerified: ["Windows"] };
  expect(sentences({ files: [{ ...file, path: "src/a.ts" }], summary: claims, refusedHosts: ["a.example", "b.example"] })).toEqual([
    "agent: Windows",
    "platform: The change touches no test file, so no new test speaks for it.",
    "platform: One claim about tests has no run behind it.",
    "platform: 2 references led nowhere and were left out.",
    "platform: What needs the network: requests to a.example, b.example were refused.",
  ]);
});

test("documents need no test, and an unchanged tree no check", () => {
  expect(sentences({ files: [{ ...file, path: "README.md" }] })).toEqual([]);
  expect(sentences({ files: [], verifications: [{ ...check, outcome: "not_run", reason: "Nothing was changed." }] })).toEqual([]);
});
