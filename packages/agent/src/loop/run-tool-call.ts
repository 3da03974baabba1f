import { guidanceOfCall } from "../instructions/guidance-of-call.ts";
import type { ToolOutcome } from "../tools/tool.ts";
import type { ToolCall } from "../transcript.ts";
import type { AgentRun } from "./agent-run.ts";
import { withPictures } from "./hear-person.ts";
import { withFinished } from "./repetition.ts";
import { storable } from "./storable.ts";

/**
 * Runs one call between its two events: requested before anything happens, finished with what the model will read. A question is
 * finished by its answer.
 */
export async function runToolCall(run: AgentRun, call: ToolCall): Promise<ToolOutcome> {
  const { callId, name } = call;
  await run.emit([{ type: "tool.requested", callId, tool: name, input: call.input }]);
  const startedAt = run.now();
  const outcome = withGuidance(run, call, storable(await runTool(run, call)));
  if (outcome.kind === "ask") return outcome;
  const failed = outcome.kind === "failed" || outcome.kind === "bad";
  const durationMs = run.now() - startedAt;
  const bad = outcome.kind === "bad" ? { bad: true } : {};
  const finished = { type: "tool.finished" as const, callId, tool: name, failed, ...bad, durationMs, ...resultOf(outcome) };
  await run.emit([finished]);
  run.repetition = withFinished(run.repetition, { input: call.input, finished });
  return outcome;
}

/** The rules of a folder come with the first result that comes of it. */
function withGuidance(run: AgentRun, call: ToolCall, outcome: ToolOutcome): ToolOutcome {
  if (outcome.kind === "ask" || outcome.kind === "finish") return outcome;
  const guidance = guidanceOfCall(call, { files: run.task.instructions, transcript: run.transcript });
  return guidance === "" ? outcome : { ...outcome, output: `${outcome.output.trimEnd()}${guidance}` };
}

/** What the model sees of an outcome. */
export function resultOf(outcome: Exclude<ToolOutcome, { kind: "ask" }>): { output: string } & ReturnType<typeof withPictures> {
  return outcome.kind === "finish" ? { output: outcome.title } : { output: outcome.output, ...withPictures(outcome.images) };
}

/** Runs a call without its events. */
export async function runTool(run: AgentRun, call: ToolCall): Promise<ToolOutcome> {
  const tool = run.tools.find(({ definition }) => definition.name === call.name);
  if (tool === undefined) {
    const names = run.tools.map(({ definition }) => definition.name).join(", ");
    return { kind: "bad", output: `There is no tool ${JSON.stringify(call.name)}. The tools are: ${names}.` };
  }
  const { workspace, emit, images, model } = run;
  return tool.run(call, {
    callId: call.callId,
    workspace,
    commandSeconds: run.limits.commandSeconds,
    emit,
    storeImage: images.store,
    vision: model.capabilities.vision,
    signal: run.stopped,
  });
}
