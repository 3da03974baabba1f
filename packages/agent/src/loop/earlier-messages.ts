import type { TranscriptItem } from "../transcript.ts";
import type { AgentTask } from "./agent-task.ts";
import { withPictures } from "./hear-person.ts";

type EarlierMessage = NonNullable<AgentTask["history"][number]["messages"]>[number];

/** Of all earlier turns together; the newest count most. */
const mostCharacters = 8_000;
const mostOfCutQuestion = 500;

/** For each earlier turn what the person said while it was under way, an answer behind its question. */
export function earlierMessages(history: AgentTask["history"]): TranscriptItem[][] {
  let room = mostCharacters;
  const newestFirst = history.toReversed().map(({ messages = [] }) => {
    const kept: EarlierMessage[] = [];
    for (const message of messages.toReversed()) {
      if (room === 0) break;
      const fitting = fit(message, room);
      room = fitting === message ? room - sizeOf(message) : 0;
      kept.unshift(fitting);
    }
    return [...leftOut(messages.length - kept.length), ...kept.flatMap(itemsOf)];
  });
  return newestFirst.toReversed();
}

function sizeOf({ text, question }: EarlierMessage): number {
  return text.length + (question?.length ?? 0);
}

/** The beginning of a message that is longer than what is left for it. */
function fit(message: EarlierMessage, room: number): EarlierMessage {
  if (sizeOf(message) <= room) return message;
  const question = message.question === null ? null : cut(message.question, Math.min(room, mostOfCutQuestion));
  return { ...message, question, text: cut(message.text, Math.max(0, room - (question?.length ?? 0))) };
}

function cut(text: string, characters: number): string {
  return text.length <= characters ? text : `${text.slice(0, characters).toWellFormed()}[…]`;
}

function leftOut(count: number): TranscriptItem[] {
  if (count === 0) return [];
  return [
    { type: "user_text", text: `(${count === 1 ? "One earlier message" : `${count} earlier messages`} of this turn left out for length.)` },
  ];
}

function itemsOf({ text, question, images }: EarlierMessage): TranscriptItem[] {
  const said: TranscriptItem = { type: "user_text", text, ...withPictures(images) };
  return question === null ? [said] : [{ type: "agent_text", text: question }, said];
}
