"use client";

import type { Attempt, Task, Turn } from "@slipway/core";
import { EvidenceScope } from "../../hooks/use-evidence.ts";
import { AgeMark } from "../marks/age-mark.tsx";
import { FoldedText } from "../marks/folded-text.tsx";
import { VisibleText } from "../marks/visible-text.tsx";
import { sentPictures, Thumbnails } from "../pictures/thumbnails.tsx";
import { AttemptTabs } from "./attempt-tabs.tsx";
import { AttemptView } from "./attempt-view.tsx";
import { TurnMessages } from "./turn-messages.tsx";

const longPrompt = { characters: 900, lines: 14 };

type TurnViewProps = { task: Task; turn: Turn; attempt: Attempt | null; isLatest: boolean };

/** One message of the person and everything that it set off. */
export function TurnView({ task, turn, attempt, isLatest }: TurnViewProps) {
  return (
    <article aria-label={`Turn ${turn.index + 1}`} className="space-y-4">
      <div className="rounded-xl bg-sunken px-4 py-3">
        <div className="mb-1 flex items-baseline justify-between gap-4 text-faint text-xs">
          <span>{turn.index === 0 ? "Task" : "Follow-up"}</span>
          <AgeMark at={turn.createdAt} />
        </div>
        {turn.text === "" ? null : <FoldedText text={turn.text} clamp="line-clamp-[12]" most={longPrompt} />}
        <Thumbnails pictures={sentPictures(turn.images)} label="Pictures" className="mt-2" />
        {turn.comments.length === 0 ? null : (
          <ul aria-label="Review comments" className="mt-2 space-y-2">
            {turn.comments.map((comment) => (
              <li
                key={`${comment.path} ${comment.line} ${comment.side} ${comment.text}`}
                className="border-line-strong border-l-2 pl-3 text-sm"
              >
                <code className="break-all font-mono text-faint text-xs">
                  <VisibleText>{`${comment.path}:${comment.line}`}</VisibleText>
                </code>
                {comment.quote === undefined ? null : (
                  <code className="block overflow-hidden text-ellipsis whitespace-pre font-mono text-muted text-xs">
                    <VisibleText>{comment.quote}</VisibleText>
                  </code>
                )}
                <p className="whitespace-pre-wrap break-words">
                  <VisibleText>{comment.text}</VisibleText>
                </p>
              </li>
            ))}
          </ul>
        )}
      </div>
      {turn.messages.length === 0 ? null : <TurnMessages task={task} turn={turn} isLatest={isLatest} />}
      {turn.attempts.length > 1 && attempt !== null ? <AttemptTabs taskId={task.id} turn={turn} shownId={attempt.id} /> : null}
      {attempt === null ? null : (
        <EvidenceScope value={attempt.id}>
          <AttemptView key={attempt.id} task={task} attempt={attempt} isLatest={isLatest} />
        </EvidenceScope>
      )}
    </article>
  );
}
