import { ConflictError, resolveLimits } from "@slipway/core";
import { claimAttempt } from "@slipway/db";
import { openAttemptSecrets } from "../environment/attempt-secrets.ts";
import type { Readiness } from "../host/readiness.ts";
import type { WorkerContext } from "../worker-context.ts";
import { openJournal } from "./journal.ts";
import { holdLease } from "./lease.ts";
import type { LiveAttempts } from "./live-attempts.ts";
import { runAttempt } from "./run-attempt.ts";

/**
 * Answers one ring: claims the attempt if it is still to be had and sees it to its end. A worker that cannot run
 * sandboxes now leaves the attempt queued; the sweeper rings again.
 */
export async function processAttempt(
  context: WorkerContext,
  { live, readiness }: { live: LiveAttempts; readiness: Readiness },
  attemptId: string,
): Promise<void> {
  if (readiness.obstacle() !== null) return;
  const { settings } = context;
  const work = await claimAttempt(context.db, { attemptId, workerId: settings.workerId, leaseSeconds: settings.leaseSeconds });
  if (work === null) return;
  await using lease = holdLease(context, work);
  using _registered = live.register(attemptId, lease);
  const secrets = await openAttemptSecrets(context, work);
  const journal = openJournal(context, { ...work, redaction: secrets.redaction });
  const limits = resolveLimits(work.environment?.limits ?? {}, work.limits);
  const image = work.environment?.image ?? settings.sandboxImage;
  const opened = journal.enterPhase("repository");
  journal.announce();
  try {
    await Promise.all([opened, runAttempt({ context, work, limits, image, snapshotKey: null, secrets, journal, signal: lease.signal })]);
  } catch (error) {
    if (!(error instanceof ConflictError)) throw error;
    context.log.warn({ attemptId, err: error }, "fenced off: another worker owns the attempt");
  } finally {
    await readiness.check();
  }
}
