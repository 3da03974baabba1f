import { PlanStep } from "@slipway/core";
import { z } from "zod";
import type { TranscriptItem } from "../transcript.ts";

const Plan = z.object({ plan: z.array(PlanStep) });

/** The steps of the agent's latest plan that it has not marked as done. */
export function openSteps(transcript: readonly TranscriptItem[]): string[] {
  return latestPlan(transcript).flatMap(({ step, status }) => (status === "completed" ? [] : [step]));
}

export function latestPlan(transcript: readonly TranscriptItem[]): PlanStep[] {
  for (const item of transcript.toReversed()) {
    const plan = item.type === "tool_call" && item.name === "update_plan" ? planOf(item.input) : null;
    if (plan !== null) return plan;
  }
  return [];
}

function planOf(input: string): PlanStep[] | null {
  try {
    return Plan.safeParse(JSON.parse(input)).data?.plan ?? null;
  } catch {
    return null;
  }
}
