export { environmentText } from "./environment-text.ts";
export {
  ENVIRONMENT_FILE_BYTES,
  ENVIRONMENT_FILE_PATH,
  type FileFault,
  type ParsedFile,
  parseEnvironmentFile,
} from "./parse-environment-file.ts";
