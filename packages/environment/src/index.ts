export { environmentText } from "./environment-text.ts";
export {
  ENVIRONMENT_FILE_BYTES,
  ENVIRONMENT_FILE_PATH,
  type FileFault,
  type ParsedFile,
  parseEnvironmentFile,
} from "./parse-environment-file.ts";
export type { RepositoryFiles } from "./suggest/ecosystem.ts";
export {
  filesToRead,
  type SuggestedEnvironment,
  type SuggestionReason,
  suggestEnvironment,
} from "./suggest/suggest-environment.ts";
