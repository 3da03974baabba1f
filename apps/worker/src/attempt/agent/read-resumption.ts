import { openingMessages, type RunAgentInput, rebuildTranscript } from "@slipway/agent";
import { type AttemptEvent, type AttemptEventBody, type AttemptEventType, addUsage, noUsage } from "@slipway/core";
import { readEventsOfTypes } from "@slipway/db";
import type { AttemptRun } from "../attempt-run.ts";
import { workingMs } from "./working-ms.ts";

/** What a start of an attempt finds of the starts before it. */
export type Resumption = {
  input: Pick<RunAgentInput, "resumed" | "resumeNote">;
  /** The ends of commands that nobody saw. */
  lostEnds: AttemptEventBody[];
};

const TYPES: AttemptEventType[] = [
  "attempt.claimed",
  "attempt.requeued",
  "attempt.waiting",
  "attempt.resumed",
  "phase.entered",
  "change.stored",
  "command.finished",
  "command.started",
  "context.compacted",
  "context.trimmed",
  "file.changed",
  "message.added",
  "model.replied",
  "model.told",
  "tool.finished",
  "tool.requested",
  "usage.recorded",
];
/** More than the most steps with all the calls that they may make. */
const MOST_EVENTS = 200_000;

/** Reads the log of the starts before this one; nothing where there was none or where the model had said nothing yet. */
export async function readResumption(
  { context, work }: Pick<AttemptRun, "context" | "work">,
  { task, root, isAdopted }: { task: RunAgentInput["task"]; root: string; isAdopted: boolean },
): Promise<Resumption> {
  if (work.epoch === 1) return { input: {}, lostEnds: [] };
  const events = await readEventsOfTypes(context.db, { attemptId: work.attemptId, types: TYPES, limit: MOST_EVENTS });
  const rebuilt = rebuildTranscript({ opening: openingMessages(task, root), events: events.map(({ body }) => body) });
  const spent = { usage: usageOf(events), elapsedMs: workingMs(events) };
  const lostEnds = endsOfLost(events);
  if (rebuilt.steps === 0) return { input: { resumed: { ...rebuilt, spent } }, lostEnds };
  const note = resumeNote({ isAdopted, isSaved: isSaved(events), hasSaved: work.storedPatch !== null });
  return { input: { resumed: { ...rebuilt, spent }, resumeNote: note }, lostEnds };
}

function endsOfLost(events: readonly AttemptEvent[]): AttemptEventBody[] {
  const open = new Map<string, string>();
  for (const { at, body } of events) {
    if (body.type === "command.started") open.set(body.callId, at);
    if (body.type === "command.finished") open.delete(body.callId);
  }
  const lastAt = Date.parse(events.findLast(({ body }) => !body.type.startsWith("attempt.") && body.type !== "phase.entered")?.at ?? "");
  return [...open].map(([callId, at]) => {
    const durationMs = Math.max(0, lastAt - Date.parse(at)) || 0;
    return { type: "command.finished", callId, exitCode: null, ending: "killed", durationMs, droppedBytes: 0 };
  });
}

function usageOf(events: readonly AttemptEvent[]) {
  return events.reduce((sum, { body }) => (body.type === "usage.recorded" ? addUsage(sum, body.usage) : sum), noUsage);
}

/** Whether everything that was done until now is in the stored change. */
function isSaved(events: readonly AttemptEvent[]): boolean {
  const latest = (type: AttemptEventType) => events.findLast(({ body }) => body.type === type)?.seq ?? 0;
  return latest("change.stored") > Math.max(latest("tool.requested"), latest("tool.finished"));
}

/** What the model has to know of its new start. */
function resumeNote({ isAdopted, isSaved, hasSaved }: { isAdopted: boolean; isSaved: boolean; hasSaved: boolean }): string {
  if (isAdopted) {
    return "Your work stopped for a while and goes on in the same sandbox. Its files are as they were; processes that ran in the background were ended.";
  }
  const fresh = "Your work stopped for a while and goes on in a new sandbox. Processes, ignored and installed files and /tmp are gone.";
  if (isSaved) return `${fresh} Your changes to the repository are there.`;
  if (hasSaved)
    return `${fresh} Of your changes to the repository those that were saved last are there, later ones are gone. Look before you go on.`;
  return `${fresh} None of your changes to the repository had been saved: they are gone and have to be made again.`;
}
