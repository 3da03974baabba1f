"use client";

import { isTerminal, JUDGEMENT_LIMIT_MS, type Judgement, type Task, type Turn } from "@slipway/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { LoaderCircle, Scale } from "lucide-react";
import { api } from "../../client/api.ts";
import { errorSentence } from "../../client/api-error.ts";
import { queryKeys } from "../../client/query-keys.ts";
import { compact, counted, money } from "../../format/figures.ts";
import { useNow } from "../../hooks/use-now.ts";
import { Button } from "../ui/button.tsx";
import { Notice } from "../ui/notice.tsx";
import { ProvenText } from "./proven-text.tsx";
import type { Pick } from "./use-pick.ts";

type JudgementPanelProps = { task: Task; turn: Turn; pick: Pick };

/** A model's comparison of the attempts, when the person wants one: its pick, and reasons that are proven. */
export function JudgementPanel({ task, turn, pick }: JudgementPanelProps) {
  const asking = useAsking(task, turn);
  const { judgement } = turn;
  if (task.demo || turn.attempts.length < 2) return null;
  const obstacle = obstacleOf(turn);
  const label = judgement === null ? "Ask the model to compare" : "Ask again";
  return (
    <section aria-label="Comparison by the model" className="space-y-3 rounded-xl border bg-surface p-4">
      <div className="flex flex-wrap items-center gap-3">
        <div className="min-w-60 flex-1">
          <h2 className="font-medium text-base">Comparison by the model</h2>
          <p className="text-muted text-sm">
            {task.model} reads the changes and the checks, and has to cite lines for every reason. It costs tokens.
            {obstacle === null ? null : <span className="block text-ink">{obstacle}</span>}
          </p>
        </div>
        <Button disabled={asking.isRunning || obstacle !== null} onClick={asking.ask}>
          {asking.isRunning ? <LoaderCircle aria-hidden className="animate-spin" /> : <Scale aria-hidden />}
          {asking.isRunning ? "Comparing…" : label}
        </Button>
      </div>
      <p role="status" className="sr-only">
        {asking.isRunning ? "The model compares the attempts." : ""}
      </p>
      {asking.error === null ? null : <Notice tone="bad">{errorSentence(asking.error)}</Notice>}
      {judgement === null || judgement.state === "running" ? null : (
        <Ended taskId={task.id} turn={turn} judgement={judgement} pick={pick} />
      )}
    </section>
  );
}

/** Why there is nothing to compare yet; the server says the same of what it is asked. */
function obstacleOf({ attempts }: Turn): string | null {
  if (!attempts.every(({ state }) => isTerminal(state))) return "It can be asked when all attempts have ended.";
  const left = attempts.filter(({ state, change }) => state === "succeeded" || change !== null);
  return left.length < 2 ? "There is nothing to compare: fewer than two attempts left something." : null;
}

/** Asking for a comparison, and where it stands: one that nobody finished is told as such. */
function useAsking(task: Task, { id, judgement }: Turn) {
  const queryClient = useQueryClient();
  const now = useNow();
  const asking = useMutation({
    mutationFn: () => api.judgeAttempts(id),
    onSettled: () => void queryClient.invalidateQueries({ queryKey: queryKeys.task(task.id) }),
  });
  const isAsked = judgement?.state === "running";
  const isLost = isAsked && now - Date.parse(judgement.requestedAt) > JUDGEMENT_LIMIT_MS;
  return {
    ask: () => asking.mutate(),
    isRunning: asking.isPending || (isAsked && !isLost),
    error: asking.error ?? (isLost ? new Error("No worker finished the comparison. Ask again.") : null),
  };
}

type EndedProps = { taskId: string; turn: Turn; judgement: Judgement; pick: Pick };

function Ended({ taskId, turn, judgement, pick }: EndedProps) {
  return (
    <>
      {judgement.failure === null ? (
        <Verdict taskId={taskId} turn={turn} judgement={judgement} pick={pick} />
      ) : (
        <Notice tone="bad" title={judgement.failure.message}>
          {judgement.failure.hint}
        </Notice>
      )}
      <Cost judgement={judgement} />
    </>
  );
}

function Verdict({ taskId, turn, judgement, pick }: EndedProps) {
  const best = turn.attempts.find(({ id }) => id === judgement.bestAttemptId);
  return (
    <div className="space-y-3">
      {best === undefined ? null : (
        <div className="flex flex-wrap items-center gap-3">
          <p className="font-medium text-sm">It would pick attempt {best.index + 1}.</p>
          {pick.obstacle !== null || turn.pickedAttemptId === best.id ? null : (
            <Button size="sm" disabled={pick.isPending} onClick={() => pick.pick(best.id)}>
              Pick attempt {best.index + 1}
            </Button>
          )}
        </div>
      )}
      <dl className="space-y-3">
        {turn.attempts.map((attempt) => {
          const reasons = judgement.reasons.filter(({ attemptId }) => attemptId === attempt.id);
          if (reasons.length === 0) return null;
          return (
            <div key={attempt.id}>
              <dt className="font-medium text-sm">Attempt {attempt.index + 1}</dt>
              <dd>
                <ul className="mt-1 list-disc space-y-1 pl-5 text-sm marker:text-faint">
                  {reasons.map(({ text, citations }) => (
                    <li key={text} className="break-words">
                      <ProvenText text={text} citations={citations} taskId={taskId} attemptId={attempt.id} />
                    </li>
                  ))}
                </ul>
              </dd>
            </div>
          );
        })}
      </dl>
    </div>
  );
}

function Cost({ judgement: { usage, droppedReasons, model } }: { judgement: Judgement }) {
  const figures = [
    model,
    `${compact(usage.inputTokens)} tokens in, ${compact(usage.outputTokens)} out`,
    usage.costUsd === null ? "no price known" : money(usage.costUsd),
    droppedReasons === 0 ? null : `${counted(droppedReasons, "reason")} without proof left out`,
  ].filter((figure) => figure !== null);
  return <p className="text-faint text-xs">{figures.join(" · ")}</p>;
}
