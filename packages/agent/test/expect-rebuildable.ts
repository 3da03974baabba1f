import { expect } from "vitest";
import { openingMessages, rebuildTranscript, type ScriptRequest } from "../src/index.ts";
import { aTask, type Ran, typed } from "./agent-fixture.ts";
import { expectWholeTranscript } from "./expect-whole-transcript.ts";

export const isHandOver = ({ prompt }: ScriptRequest) => prompt.includes("replaced by a hand-over");

/** Every request but those for a hand-over carries what a rebuild from the log before it gives; a log cut anywhere gives a whole one. */
export function expectRebuildable({ events, server, root }: Ran): void {
  const opening = openingMessages(aTask(), root);
  const requests = server.requests.filter(({ request }) => !isHandOver(request));
  const asked = events.flatMap((event, index) => (event.type === "model.requested" && event.purpose === undefined ? [index] : []));
  expect(requests).toHaveLength(asked.length);
  expect(typed(events, "model.requested")).toHaveLength(server.requests.length);
  for (const [index, { request }] of requests.entries()) {
    expect(rebuildTranscript({ opening, events: events.slice(0, asked[index]) }).transcript).toEqual(request.transcript);
  }
  for (let length = 0; length <= events.length; length += 1) {
    expectWholeTranscript(rebuildTranscript({ opening, events: events.slice(0, length) }).transcript);
  }
}
