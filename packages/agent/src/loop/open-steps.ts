import { PlanStep } from "@slipway/core";
import { z } from "zod";
import type { ReplyItem } from "../transcript.ts";

const Plan = z.object({ plan: z.array(PlanStep) });

/** The steps of the agent's plan that it has not marked as done. */
export function openSteps(plan: readonly PlanStep[]): string[] {
  return plan.flatMap(({ step, status }) => (status === "completed" ? [] : [step]));
}

/** The agent's plan once it said `items`: kept apart from the conversation, which a compaction shortens. */
export function planAfter(before: readonly PlanStep[], items: readonly ReplyItem[]): readonly PlanStep[] {
  for (const item of items.toReversed()) {
    const plan = item.type === "tool_call" && item.name === "update_plan" ? planOf(item.input) : null;
    if (plan !== null) return plan;
  }
  return before;
}

function planOf(input: string): PlanStep[] | null {
  try {
    return Plan.safeParse(JSON.parse(input)).data?.plan ?? null;
  } catch {
    return null;
  }
}
