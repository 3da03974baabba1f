import type { Phase, PhaseTime } from "@slipway/core";
import { iso } from "../connection/iso.ts";

/** An event that begins a phase (`phase` set) or ends the one under way (claimed, ended). */
export type PhaseMark = { phase: Phase | null; at: string };

/** Phases in the order they were entered; a requeued attempt goes through them again. */
export function phaseTimes(marks: readonly PhaseMark[], finishedAt: string | null): PhaseTime[] {
  return marks.flatMap((mark, index) => {
    if (mark.phase === null) return [];
    const end = marks[index + 1]?.at ?? finishedAt;
    return [{ phase: mark.phase, startedAt: iso(mark.at), endedAt: end === null ? null : iso(end) }];
  });
}
