import type { AttemptEventBody, RedactionStream, Redactor } from "@slipway/core";
import type { Redact } from "../connection/storable.ts";

/** Keeps the secrets of one attempt out of its events, also where they are cut by the pieces of a command's output. */
export type EventRedaction = {
  redact: Redact;
  /** The events to store now: output that may be the beginning of a secret is kept back until the command's next event. */
  take(bodies: readonly AttemptEventBody[]): AttemptEventBody[];
  /** What is still kept back of commands that never finished. */
  drain(): AttemptEventBody[];
};

/** One per attempt and process: it remembers where each command's output stopped. */
export function openEventRedaction(redactor: Redactor): EventRedaction {
  const streams = new Map<string, RedactionStream>();
  const streamOf = (callId: string): RedactionStream => {
    const stream = streams.get(callId) ?? redactor.open();
    streams.set(callId, stream);
    return stream;
  };
  const end = (callId: string): AttemptEventBody[] => {
    const rest = streams.get(callId)?.end() ?? "";
    streams.delete(callId);
    return rest === "" ? [] : [{ type: "command.output", callId, text: rest }];
  };
  const takeOne = (body: AttemptEventBody): AttemptEventBody[] => {
    if (body.type === "command.finished") return [...end(body.callId), body];
    if (body.type !== "command.output") return [body];
    const text = streamOf(body.callId).write(body.text);
    return text === "" ? [] : [{ ...body, text }];
  };
  return {
    redact: redactor.redact,
    take: (bodies) => bodies.flatMap(takeOne),
    drain: () => [...streams.keys()].flatMap(end),
  };
}
