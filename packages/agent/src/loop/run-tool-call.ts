import type { Tool, ToolContext, ToolOutcome } from "../tools/tool.ts";
import type { ToolCall } from "../transcript.ts";

type CallContext = Omit<ToolContext, "callId"> & { tools: readonly Tool[]; now(): number };

/** Runs one call between its two events: requested before anything happens, finished with what the model will read. */
export async function runToolCall(call: ToolCall, context: CallContext): Promise<ToolOutcome> {
  const { callId, name } = call;
  await context.emit([{ type: "tool.requested", callId, tool: name, input: call.input }]);
  const startedAt = context.now();
  const outcome = await run(call, context);
  const output = outcome.kind === "finish" ? outcome.title : outcome.output;
  const failed = outcome.kind === "failed" || outcome.kind === "bad";
  await context.emit([{ type: "tool.finished", callId, tool: name, output, failed, durationMs: context.now() - startedAt }]);
  return outcome;
}

async function run(call: ToolCall, context: CallContext): Promise<ToolOutcome> {
  const tool = context.tools.find(({ definition }) => definition.name === call.name);
  if (tool !== undefined) return tool.run(call, { ...context, callId: call.callId });
  const names = context.tools.map(({ definition }) => definition.name).join(", ");
  return { kind: "bad", output: `There is no tool ${JSON.stringify(call.name)}. The tools are: ${names}.` };
}
