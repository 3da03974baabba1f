export { environmentText } from "./environment-text.ts";
export {
  ENVIRONMENT_FILE_BYTES,
  ENVIRONMENT_FILE_PATH,
  type FileFault,
  type ParsedFile,
  parseEnvironmentFile,
} from "./parse-environment-file.ts";
export { DOCKERFILE_BYTES, type EnvironmentAt, environmentAt, type ReadFile } from "./review/environment-at.ts";
export { environmentDifferences } from "./review/environment-differences.ts";
export { environmentHash } from "./review/environment-hash.ts";
export { DEFAULT_SETTINGS, type EnvironmentSettings, mergeEnvironment } from "./review/merge-environment.ts";
export { replacedDifferences } from "./review/replaced-differences.ts";
export { withTrustedReach } from "./review/with-trusted-reach.ts";
export type { RepositoryFiles } from "./suggest/ecosystem.ts";
export {
  filesToRead,
  type SuggestedEnvironment,
  type SuggestionReason,
  suggestEnvironment,
} from "./suggest/suggest-environment.ts";
export { withImagesAtHand } from "./suggest/with-images-at-hand.ts";
