import type { LimitName, Limits, Waiting } from "@slipway/core";
import { clockTime } from "../../../format/duration.ts";
import { compact, counted, money } from "../../../format/figures.ts";

type LimitWait = Extract<Waiting, { kind: "limit" }>;

/** How a limit that can be raised is shown and entered: `per` of the stored unit make one of the unit that people use. */
export type RaisedLimit = { field: keyof Pick<Limits, "steps" | "tokens" | "costUsd" | "wallClockSeconds">; unit: string; per: number };

export const RAISED_LIMITS: Record<LimitName, RaisedLimit> = {
  steps: { field: "steps", unit: "steps", per: 1 },
  tokens: { field: "tokens", unit: "tokens", per: 1 },
  money: { field: "costUsd", unit: "US dollars", per: 1 },
  time: { field: "wallClockSeconds", unit: "minutes", per: 60 },
};

const MOST: Record<LimitName, number> = { steps: 1_000, tokens: 1_000_000_000, money: 100_000, time: 86_400 };

/** `Used 100 of 100 steps`. */
export function usedWords({ limit, used, allowed }: LimitWait): string {
  switch (limit) {
    case "steps":
      return `Used ${used} of ${counted(allowed, "step")}`;
    case "tokens":
      return `Used ${compact(used)} of ${compact(allowed)} tokens`;
    case "money":
      return `Used ${money(used)} of ${money(allowed)}`;
    case "time":
      return `Worked ${minutes(used)} of ${minutes(allowed)} minutes`;
  }
}

/** What it gets unless the person says otherwise, in the unit that people use: as much again, as far as the platform allows. */
export function offeredTotal({ limit, allowed }: LimitWait): number {
  return Number((Math.min(allowed * 2, MOST[limit]) / RAISED_LIMITS[limit].per).toFixed(2));
}

/** What is typed, in the stored unit; or why it cannot be. */
export function readTotal({ limit, used }: LimitWait, text: string): { total: number } | { fault: string } {
  const { per, unit } = RAISED_LIMITS[limit];
  const typed = Number(text.trim().replace(",", "."));
  const total = limit === "money" ? typed : Math.round(typed * per);
  if (text.trim() === "" || !Number.isFinite(typed)) return { fault: "Give a number." };
  if (total <= used) return { fault: `Give more than the ${Number((used / per).toFixed(2))} ${unit} that are used.` };
  if (total > MOST[limit]) return { fault: `At most ${(MOST[limit] / per).toLocaleString("en")} ${unit}.` };
  return { total };
}

/** What an attempt waits for, in a few words. */
export function waitingWords(waiting: Waiting | null): string {
  switch (waiting?.kind) {
    case "question":
      return "Needs an answer";
    case "limit":
      return "Needs a decision";
    case "rate_limit":
      return `Waits for the provider until ${clockTime(waiting.until)}`;
    default:
      return "Waiting";
  }
}

function minutes(seconds: number): string {
  return String(Number((seconds / 60).toFixed(1)));
}
