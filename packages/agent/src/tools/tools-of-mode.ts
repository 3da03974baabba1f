import type { TaskMode } from "@slipway/core";
import { applyPatchTool } from "./apply-patch-tool.ts";
import { askUserTool } from "./ask-user-tool.ts";
import { finishToolOf } from "./finish-tool.ts";
import { shellTool } from "./shell-tool.ts";
import type { Tool } from "./tool.ts";
import { updatePlanTool } from "./update-plan-tool.ts";

/** An order that never changes keeps the provider's prompt cache warm. Who only asks gets no tool that writes. */
export function toolsOfMode(mode: TaskMode): readonly Tool[] {
  return mode === "ask"
    ? [shellTool, updatePlanTool, askUserTool, finishToolOf(mode)]
    : [shellTool, applyPatchTool, updatePlanTool, askUserTool, finishToolOf(mode)];
}
