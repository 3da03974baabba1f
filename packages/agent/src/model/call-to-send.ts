import type { ToolCall } from "../transcript.ts";
import { isJsonObject } from "./is-json-object.ts";

/**
 * A call of an earlier reply as a function's, in a form that every server takes back. vLLM and others read the arguments of the whole
 * conversation again and refuse it for good over one call that the model got wrong; what was wrong with it, its result says.
 */
export function callToSend({ name, input, kind }: ToolCall): { name: string; arguments: string } {
  // A freeform call was made before the attempt moved to this API or model.
  if (kind === "custom") return { name: nameToSend(name), arguments: JSON.stringify({ input }) };
  const invalid = input === "" ? "{}" : JSON.stringify({ invalid_arguments: input });
  return { name: nameToSend(name), arguments: isJsonObject(input) ? input : invalid };
}

/** Of what a model makes up, the characters and the length that providers allow. */
export function nameToSend(name: string): string {
  return name.replaceAll(/[^a-zA-Z0-9_-]/g, "_").slice(0, 64) || "unnamed";
}
