import type { FileChange } from "./change.ts";
import { type CheckComparison, type ComparedVerification, compareChecks } from "./compare-checks.ts";
import type { Summary } from "./summary.ts";

/** One thing that nobody proved: the platform knows it, or the agent says it. */
export type Unverified = { by: "platform" | "agent"; text: string };

export type UnverifiedFacts = {
  verifications: readonly ComparedVerification[];
  files: readonly FileChange[];
  summary: Summary | null;
  /** Hosts to which a request of the agent was refused. */
  refusedHosts: readonly string[];
};

const MAX_NAMES = 5;
const code = /\.(?:[cm]?[jt]sx?|py|rb|go|rs|java|kt|kts|cs|c|cc|cpp|h|hpp|swift|php|scala|ex|exs|clj|dart|lua|pl|sh|vue|svelte)$/;
const testPlace = /(?:^|\/)(?:tests?|specs?|__tests__|e2e|testing)\/|[._-](?:test|spec)s?\.|(?:^|\/)test_|_test\.|Tests?\.[a-z]+$/;

/** What a reviewer cannot rely on, in sentences. Empty where everything that was said was run. */
export function notVerified({ verifications, files, summary, refusedHosts }: UnverifiedFacts): Unverified[] {
  const checks = compareChecks(verifications);
  const platform = [
    ...(files.length === 0 ? [] : checkSentences(checks)),
    ...testSentences(files),
    ...claimSentences(summary),
    ...(refusedHosts.length === 0 ? [] : [`What needs the network: requests to ${names(refusedHosts)} were refused.`]),
  ];
  const said = summary?.notVerified ?? [];
  return [...said.map((text) => ({ by: "agent" as const, text })), ...platform.map((text) => ({ by: "platform" as const, text }))];
}

function checkSentences(checks: readonly CheckComparison[]): string[] {
  if (checks.length === 0) return ["Nothing was run to prove the change: the environment has no checks."];
  const reasons = new Map<string, string[]>();
  for (const { name, verdict, head } of checks) {
    if (verdict !== "not_run") continue;
    const reason = head?.reason ?? "It was not run at head.";
    reasons.set(reason, [...(reasons.get(reason) ?? []), name]);
  }
  const unknown = checks.filter(({ verdict }) => verdict === "failing").map(({ name }) => name);
  const gone = checks.flatMap(({ tests }) => tests?.notSeen ?? []);
  return [
    ...[...reasons].map(([reason, which]) => `${names(which)}: not run. ${reason}`),
    ...(unknown.length === 0 ? [] : [`Whether ${names(unknown)} failed before the change: nothing is known of the base.`]),
    ...(gone.length === 0 ? [] : [`Failed before and no longer run: ${names(gone)}.`]),
  ];
}

function testSentences(files: readonly FileChange[]): string[] {
  const changesCode = files.some(({ path, kind }) => kind !== "deleted" && code.test(path) && !testPlace.test(path));
  return changesCode && !files.some(({ path }) => testPlace.test(path))
    ? ["The change touches no test file, so no new test speaks for it."]
    : [];
}

function claimSentences(summary: Summary | null): string[] {
  if (summary === null) return [];
  const bare = summary.testing.filter(({ commands, checks }) => commands.length + checks.length === 0).length;
  const dropped = summary.droppedCitations;
  return [
    ...(bare === 0
      ? []
      : [bare === 1 ? "One claim about tests has no run behind it." : `${bare} claims about tests have no run behind them.`]),
    ...(dropped === 0
      ? []
      : [dropped === 1 ? "One reference led nowhere and was left out." : `${dropped} references led nowhere and were left out.`]),
  ];
}

function names(all: readonly string[]): string {
  const shown = all.slice(0, MAX_NAMES).join(", ");
  return all.length > MAX_NAMES ? `${shown} and ${all.length - MAX_NAMES} more` : shown;
}
