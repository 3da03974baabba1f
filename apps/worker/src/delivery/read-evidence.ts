import {
  type CheckComparison,
  checkWords,
  compareChecks,
  NETWORK_EVENT_TYPES,
  networkRequests,
  notVerified,
  reportWords,
} from "@slipway/core";
import { type Database, type DeliveryWork, getTask, readEventsOfTypes } from "@slipway/db";
import type { PullRequestBodyParts } from "@slipway/forge";

const MAX_EVENTS = 1_000;

/** What the platform knows of the delivered attempt: its checks at base and head, and what nobody verified. */
export async function readEvidence(
  db: Database,
  { task: { id: taskId }, attemptId }: Pick<DeliveryWork, "task" | "attemptId">,
): Promise<Pick<PullRequestBodyParts, "checks" | "newlyFailing" | "notVerified">> {
  const task = await getTask(db, { taskId });
  const attempt = task.turnList.flatMap((turn) => turn.attempts).find(({ id }) => id === attemptId);
  const checks = compareChecks(attempt?.verifications ?? []);
  const events = await readEventsOfTypes(db, { attemptId, types: NETWORK_EVENT_TYPES, limit: MAX_EVENTS });
  const refused = networkRequests(events).filter(({ outcome }) => outcome === "denied");
  const unverified = notVerified({
    verifications: attempt?.verifications ?? [],
    files: attempt?.change?.files ?? [],
    summary: attempt?.summary ?? null,
    refusedHosts: [...new Set(refused.map(({ host }) => host))],
  });
  return {
    checks: checks.map((check) => ({ name: check.name, outcome: outcomeOf(check) })),
    newlyFailing: checks.flatMap(({ tests }) => tests?.newlyFailing ?? []),
    notVerified: unverified.map(({ text }) => text),
  };
}

function outcomeOf(check: CheckComparison): string {
  const report = check.head?.tests ?? null;
  return report === null ? checkWords(check) : `${checkWords(check)} (${reportWords(report)})`;
}
