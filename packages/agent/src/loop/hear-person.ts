import type { ImageReference } from "@slipway/core";
import type { TranscriptItem } from "../transcript.ts";
import type { AgentRun } from "./agent-run.ts";

/** `answers`: the question that was put to the person last. */
export type Said = { item: Extract<TranscriptItem, { type: "user_text" }>; answers: boolean };

/** What the person said since the last time, as items; their events are written with their delivery. */
export async function hearPerson(run: AgentRun): Promise<Said[]> {
  const messages = await run.takeMessages();
  run.said.push(...messages.map(({ text }) => text));
  return messages.map(({ text, images, answers = true }) => ({ item: { type: "user_text", text, ...withPictures(images) }, answers }));
}

export async function takePersonMessages(run: AgentRun): Promise<boolean> {
  const said = await hearPerson(run);
  run.transcript.push(...said.map(({ item }) => item));
  return said.length > 0;
}

/** Items without pictures have no such field, so that a rebuilt transcript equals the one it is rebuilt from. */
export function withPictures(images: readonly ImageReference[] | undefined): { images?: ImageReference[] } {
  if (images === undefined || images.length === 0) return {};
  return { images: images.map(({ id, mediaType }) => ({ id, mediaType })) };
}
