import { judgeAttempts } from "@slipway/agent";
import { noUsage, summaryText } from "@slipway/core";
import { claimJudgement, finishJudgement, type JudgementEnding, type JudgementWork } from "@slipway/db";
import { publish } from "@slipway/queue";
import { AttemptFailedError } from "../attempt/attempt-failed-error.ts";
import { openAttemptSecrets } from "../environment/attempt-secrets.ts";
import type { WorkerContext } from "../worker-context.ts";

const DEADLINE_MS = 8 * 60_000;

/** Has the task's model compare a turn's attempts; whatever happens, the person gets an answer in words. */
export async function processJudgement(context: WorkerContext, turnId: string): Promise<void> {
  const { db, queue, settings, log } = context;
  const work = await claimJudgement(db, { turnId, workerId: settings.workerId });
  if (work === null) return;
  const { redaction } = await openAttemptSecrets(context, { environment: null, providerId: work.providerId });
  const ending = await judge(context, work).catch((error: unknown) => {
    log.warn({ turnId, err: error }, "a comparison failed");
    return failed(error);
  });
  await finishJudgement(db, { turnId, requestedAt: work.requestedAt, ending, redact: redaction.redact });
  await publish(queue, { subject: `task.${work.taskId}`, payload: {} });
}

async function judge({ models }: WorkerContext, work: JudgementWork): Promise<JudgementEnding> {
  const judged = await judgeAttempts({
    model: await models.modelFor(work),
    prompt: work.prompt,
    candidates: work.attempts.map(({ id, summary, patch, checks }) => ({
      id,
      summary: summary === null ? null : `${summary.title}\n\n${summaryText(summary)}`,
      patch,
      checks,
    })),
    signal: AbortSignal.timeout(DEADLINE_MS),
  });
  const { usage } = judged;
  if (judged.kind === "judged") {
    const { pick, reasons, dropped } = judged.judgement;
    const told = reasons.map(({ candidateId, text, citations }) => ({ attemptId: candidateId, text, citations }));
    return { state: "done", bestAttemptId: pick, reasons: told, droppedReasons: dropped, usage, failure: null };
  }
  if (judged.kind === "failed") return ended({ message: judged.failure.message, hint: judged.failure.hint }, usage);
  return ended({ message: judged.reason, hint: `Ask again after ${judged.until.toISOString()}.` }, usage);
}

function failed(error: unknown): JudgementEnding {
  if (error instanceof AttemptFailedError) return ended({ message: error.failure.message, hint: error.failure.hint });
  const isLate = error instanceof DOMException && error.name === "TimeoutError";
  const message = isLate
    ? "The model took longer than eight minutes."
    : "Something unexpected went wrong; the worker's log has the details.";
  return ended({ message, hint: "Ask again, or compare them yourself." });
}

function ended(failure: { message: string; hint: string }, usage = noUsage): JudgementEnding {
  return { state: "failed", bestAttemptId: null, reasons: [], droppedReasons: 0, usage, failure };
}
