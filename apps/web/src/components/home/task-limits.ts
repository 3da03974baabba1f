import type { LimitsInput } from "@slipway/core";
import { type LimitUnit, limitFault, limitValue } from "../environments/limit-units.ts";

/** What a task may use, as it is written in the composer: texts in the units that people use. */
export const TASK_LIMITS = [
  { name: "costUsd", label: "Money", unit: "US dollars", per: 1, hint: "Counts where the model has a price." },
  { name: "wallClockSeconds", label: "Time", unit: "minutes", per: 60, hint: "At work; waiting does not count." },
  { name: "steps", label: "Steps", unit: "", per: 1, hint: "Replies of the model." },
  { name: "tokens", label: "Tokens", unit: "thousands", per: 1_000, hint: "In and out together." },
] as const satisfies readonly LimitUnit[];

export type TaskLimitTexts = Partial<Record<(typeof TASK_LIMITS)[number]["name"], string>>;

/** The faulty ones, in words, by name. */
export function taskLimitFaults(texts: TaskLimitTexts): Map<string, string> {
  const faults = TASK_LIMITS.flatMap((unit) => {
    const fault = limitFault(unit, texts[unit.name] ?? "");
    return fault === null ? [] : [[unit.name, fault] as const];
  });
  return new Map(faults);
}

/** What is sent; what is left empty is as the environment says. */
export function taskLimits(texts: TaskLimitTexts): LimitsInput {
  const given = TASK_LIMITS.flatMap((unit) => {
    const value = limitValue(unit, texts[unit.name] ?? "");
    return value === undefined || Number.isNaN(value) ? [] : [[unit.name, value] as const];
  });
  return Object.fromEntries(given);
}
