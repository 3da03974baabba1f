import { PlanStep } from "@slipway/core";
import { z } from "zod";
import { defineTool } from "./tool.ts";

export const updatePlanTool = defineTool({
  name: "update_plan",
  description:
    "Shows the person your plan: short steps, at most one of them in_progress. Send all steps each time. Skip it for simple tasks.",
  input: z.strictObject({ explanation: z.string().max(2_000).optional(), plan: z.array(PlanStep).min(1).max(30) }),
  async run({ explanation, plan }, { emit }) {
    await emit([{ type: "plan.updated", explanation: explanation ?? null, steps: plan }]);
    return { kind: "done", output: "Plan updated." };
  },
});
