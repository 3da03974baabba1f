import type { TaskMode } from "@slipway/core";
import { applyPatchTool } from "./apply-patch-tool.ts";
import { askUserTool } from "./ask-user-tool.ts";
import { finishToolOf } from "./finish-tool.ts";
import { screenshotTool } from "./screenshot-tool.ts";
import { shellToolOf } from "./shell-tool.ts";
import type { Tool } from "./tool.ts";
import { updatePlanTool } from "./update-plan-tool.ts";
import { viewImageTool } from "./view-image-tool.ts";

const looking = [viewImageTool, screenshotTool];

/** An order that never changes keeps the provider's prompt cache warm. Who only asks gets no tool that writes. */
export function toolsOfMode(mode: TaskMode, limits: { commandSeconds: number }): readonly Tool[] {
  const shell = shellToolOf(limits);
  return mode === "ask"
    ? [shell, updatePlanTool, ...looking, askUserTool, finishToolOf(mode)]
    : [shell, applyPatchTool, updatePlanTool, ...looking, askUserTool, finishToolOf(mode)];
}
