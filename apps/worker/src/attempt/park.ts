import type { AgentEnding } from "@slipway/agent";
import type { Waiting } from "@slipway/core";
import { parkAttempt } from "@slipway/db";
import { ring } from "@slipway/queue";
import type { AttemptRun } from "./attempt-run.ts";
import { keepSeconds } from "./sandbox/keep-seconds.ts";
import type { Worked } from "./work-stage.ts";

export type Pause = Extract<AgentEnding, { kind: "waiting" | "limit" }>;

/** The attempt waits without a worker: its change is stored and its sandbox kept for a while. */
export async function park(run: AttemptRun, { held, change }: Pick<Worked, "held" | "change">, ending: Pause): Promise<void> {
  const { context, work, journal } = run;
  const { attemptId, epoch } = work;
  const waiting = waitingOf(ending);
  const seconds = keepSeconds(context);
  await journal.flush();
  await (seconds === undefined ? held.remove() : held.leave({ isCollected: change !== null }));
  const state = await parkAttempt(context.db, {
    attemptId,
    epoch,
    waiting,
    wakeAt: waiting.kind === "rate_limit" ? waiting.until : null,
    change,
    redact: run.secrets.redaction.redact,
    ...(seconds !== undefined && { keepSandboxSeconds: seconds }),
  });
  if (state === "queued") await ring(context.queue, { topic: "attempt", id: attemptId });
  journal.announce();
}

function waitingOf(ending: Pause): Waiting {
  return ending.kind === "limit" ? { kind: "limit", limit: ending.limit, used: ending.used, allowed: ending.allowed } : ending.waiting;
}
