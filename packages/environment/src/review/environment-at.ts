import { ENVIRONMENT_FILE_BYTES, ENVIRONMENT_FILE_PATH, type FileFault, parseEnvironmentFile } from "../parse-environment-file.ts";
import { type EnvironmentSettings, mergeEnvironment } from "./merge-environment.ts";

/** Reads a file as of one commit; null where there is none. May throw over `maxBytes`. */
export type ReadFile = (path: string, maxBytes: number) => Promise<string | null>;

/** A Dockerfile is no longer than this. */
export const DOCKERFILE_BYTES = 262_144;

/** An environment as it is at one commit. */
export type EnvironmentAt<Stored extends EnvironmentSettings = EnvironmentSettings> = {
  settings: Stored;
  /** The repository's own file. */
  text: string | null;
  /** The text of the Dockerfile that the settings name. */
  dockerfileText: string | null;
  /** Why the file cannot be used; then `settings` are what is stored. */
  faults: readonly FileFault[];
};

/** What is stored under what the repository says at the commit that `read` reads. */
export async function environmentAt<Stored extends EnvironmentSettings>(stored: Stored, read: ReadFile): Promise<EnvironmentAt<Stored>> {
  const text = await read(ENVIRONMENT_FILE_PATH, ENVIRONMENT_FILE_BYTES);
  const parsed = parseEnvironmentFile(text ?? "");
  const faults = parsed.kind === "faults" ? parsed.faults : [];
  const settings = parsed.kind === "faults" ? stored : mergeEnvironment(stored, parsed.file);
  const dockerfileText = settings.dockerfile === null ? null : await read(settings.dockerfile, DOCKERFILE_BYTES);
  return { settings, text, dockerfileText, faults };
}
