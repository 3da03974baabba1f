export { type ValidateCitationsInput, type ValidatedCitations, validateCitations } from "./citations/validate-citations.ts";
export { createDemoScript, type DemoPace, demoScript } from "./demo/demo-script.ts";
export { samplePrompt } from "./demo/sample-prompt.ts";
export type { AgentEnding, AgentTask } from "./loop/agent-task.ts";
export { type RunAgentInput, runAgent } from "./loop/run-agent.ts";
export { createOpenAiModel, type OpenAiModelSettings } from "./model/create-open-ai-model.ts";
export type { Model, ModelAnswer, ModelReply, ModelRequest, ToolDefinition } from "./model/model.ts";
export type { ModelPrice } from "./model/model-price.ts";
export type { Script, ScriptCall, ScriptFault, ScriptReply, ScriptRequest } from "./scripted/script.ts";
export {
  type RecordedRequest,
  type ScriptedModel,
  type ScriptedModelOptions,
  startScriptedModel,
} from "./scripted/start-scripted-model.ts";
export { ReplyItem, ToolCall, TranscriptItem } from "./transcript.ts";
