/** Names under which answers are cached; `tasks` and `counts` are told anew by every task event. */
export const queryKeys = {
  tasks: ["tasks"] as const,
  counts: ["counts"] as const,
  task: (id: string) => ["task", id] as const,
  repositories: ["repositories"] as const,
  branches: (repositoryId: string) => ["branches", repositoryId] as const,
  environments: (repositoryId: string) => ["environments", repositoryId] as const,
  environment: (id: string) => ["environment", id] as const,
  environmentSource: (id: string, branch: string | null) => ["environment-source", id, branch] as const,
  snapshots: (environmentId: string) => ["snapshots", environmentId] as const,
  suggestion: (repositoryId: string) => ["suggestion", repositoryId] as const,
  model: ["model"] as const,
  health: ["health"] as const,
  patch: (attemptId: string, tree: string) => ["patch", attemptId, tree] as const,
  network: (attemptId: string) => ["network", attemptId] as const,
  file: ({ attemptId, side, path }: { attemptId: string; side: string; path: string }) => ["file", attemptId, side, path] as const,
  verificationLog: (id: string) => ["verification-log", id] as const,
};
