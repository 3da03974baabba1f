import type { RepositoryKind } from "@slipway/core";

/** What a repository is, in a word. */
export const repositoryWords: Record<RepositoryKind, string> = { path: "Folder", https: "Git remote", github: "GitHub" };
