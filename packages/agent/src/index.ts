export { type ValidateCitationsInput, type ValidatedCitations, validateCitations } from "./citations/validate-citations.ts";
export { createDemoScript, type DemoPace, demoScript } from "./demo/demo-script.ts";
export { samplePrompt } from "./demo/sample-prompt.ts";
export type { ImageStore } from "./image-store.ts";
export type { InstructionFile } from "./instructions/instruction-file.ts";
export type { Candidate } from "./judge/candidate.ts";
export { type JudgeAttemptsInput, type JudgedAttempts, type JudgementOfAttempts, judgeAttempts } from "./judge/judge-attempts.ts";
export type { JudgementReason } from "./judge/prove-reasons.ts";
export type { AgentEnding, AgentTask } from "./loop/agent-task.ts";
export { openingMessages } from "./loop/opening-messages.ts";
export { type RebuildInput, type RebuiltTranscript, rebuildTranscript } from "./loop/rebuild-transcript.ts";
export { type RunAgentInput, runAgent } from "./loop/run-agent.ts";
export { createOpenAiModel, type OpenAiModelSettings } from "./model/create-open-ai-model.ts";
export type { Model, ModelAnswer, ModelReply, ModelRequest, ToolDefinition } from "./model/model.ts";
export type { RateGate } from "./model/rate-gate.ts";
export { type ProbeInput, probeModel } from "./probe/probe-model.ts";
export type { Script, ScriptCall, ScriptFault, ScriptReply, ScriptRequest } from "./scripted/script.ts";
export {
  type RecordedRequest,
  type ScriptedModel,
  type ScriptedModelOptions,
  startScriptedModel,
} from "./scripted/start-scripted-model.ts";
export type { FinishReport } from "./tools/tool.ts";
export { ReplyItem, ToolCall, TranscriptItem } from "./transcript.ts";
