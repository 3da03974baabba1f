import type { CheckInput } from "@slipway/core";

/** A repository's files as far as they were read: every path, and the text of those that `filesToRead` named. */
export type RepositoryFiles = { paths: readonly string[]; texts: ReadonlyMap<string, string> };

export type Reasoned<Value> = { value: Value; reason: string };

/** What a repository's language says about its sandboxes. */
export type Ecosystem = {
  name: string;
  /** Null: the bundled image has what is needed. */
  image: Reasoned<string> | null;
  setup: Reasoned<string>[];
  maintenance: Reasoned<string> | null;
  checks: Reasoned<Pick<CheckInput, "name" | "command">>[];
  variables: Record<string, Reasoned<string>>;
};

export function textOf(files: RepositoryFiles, path: string): string {
  return files.texts.get(path) ?? "";
}

export function firstOf(files: RepositoryFiles, names: readonly string[]): string | null {
  return names.find((name) => files.paths.includes(name)) ?? null;
}
