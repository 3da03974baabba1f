"use client";

import { isTerminal, type Message, type Task, type Turn } from "@slipway/core";
import type { ReactNode } from "react";
import { VisibleText } from "../marks/visible-text.tsx";
import { sentPictures, Thumbnails } from "../pictures/thumbnails.tsx";
import { MarkdownText } from "../summary/markdown-text.tsx";
import { QueuedMessage } from "./waiting/queued-message.tsx";

type TurnMessagesProps = { task: Task; turn: Turn; isLatest: boolean };

/** What the person said while the turn was under way, each answer under its question. */
export function TurnMessages({ task, turn, isLatest }: TurnMessagesProps) {
  const unread = unreadWords(turn, isLatest);
  return turn.messages.map((message) => (
    <div key={message.id} className="space-y-2">
      {message.question === null ? null : (
        <section aria-label="Question of the agent" className="border-line-strong border-l-2 pl-3 [&_p]:whitespace-pre-wrap">
          <p className="text-faint text-xs">The agent asked</p>
          <MarkdownText text={message.question} />
        </section>
      )}
      <div className="ml-6 rounded-xl bg-sunken px-4 py-2.5">
        {turn.attempts.length > 1 ? <Answered turn={turn} message={message} /> : null}
        <MessageText taskId={task.id} message={message} unread={unread}>
          <Thumbnails pictures={sentPictures(message.images)} label="Pictures of this message" className="mt-2" />
        </MessageText>
      </div>
    </div>
  ));
}

function Answered({ turn, message }: { turn: Turn; message: Message }) {
  const answered = turn.attempts.find(({ id }) => id === message.attemptId);
  return answered === undefined ? null : <p className="mb-1 text-faint text-xs">Answer to attempt {answered.index + 1}</p>;
}

type MessageTextProps = { taskId: string; message: Message; unread: UnreadWords; children: ReactNode };

function MessageText({ taskId, message, unread, children }: MessageTextProps) {
  if (message.deliveredAt === null && unread.canChange) {
    return (
      <QueuedMessage taskId={taskId} message={message} words={unread.words}>
        {children}
      </QueuedMessage>
    );
  }
  return (
    <>
      <p className="whitespace-pre-wrap break-words">
        <VisibleText>{message.text}</VisibleText>
      </p>
      {children}
      {message.deliveredAt === null ? <p className="mt-1 text-faint text-xs">{unread.words}</p> : null}
    </>
  );
}

type UnreadWords = { words: string; canChange: boolean };

/** A retry hands on what its turn has not read; once another turn follows, nobody will read it. */
function unreadWords({ attempts }: Turn, isLatest: boolean): UnreadWords {
  if (!attempts.every(({ state }) => isTerminal(state))) return { words: "Not read yet", canChange: true };
  const why = attempts.some(({ state }) => state === "cancelled") ? "Not read: the task was stopped" : "Not read: the work ended before";
  return isLatest ? { words: `${why}. A retry reads it`, canChange: true } : { words: why, canChange: false };
}
