export { createOpenAiModel, type OpenAiModelSettings } from "./model/create-open-ai-model.ts";
