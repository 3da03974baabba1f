import type { AgentRun } from "./agent-run.ts";
import type { AgentEnding } from "./agent-task.ts";

/** A message that leans on pictures makes no sense to a model that sees none, and answering half of it would cost money. */
export function refusePictures({ task, model }: AgentRun): AgentEnding | null {
  const count = task.images?.length ?? 0;
  if (count === 0 || model.capabilities.vision) return null;
  return {
    kind: "model_failed",
    failure: {
      code: "model_failed",
      message: `${model.name} cannot see pictures, and the message has ${count === 1 ? "one" : count}.`,
      hint: "Choose a model that sees pictures, or send the message without them. If this model does see them, say so in the model settings.",
      log: null,
    },
  };
}
