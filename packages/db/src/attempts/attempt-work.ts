import type { CheckInput, LimitsInput, NetworkPolicy, Repository, ReviewComment, Summary, TaskMode } from "@slipway/core";

/** All that a worker needs to know to do an attempt, read in the statement that claims it. */
export type AttemptWork = {
  attemptId: string;
  turnId: string;
  taskId: string;
  /** Repeated by every later write. */
  epoch: number;
  index: number;
  /** Times it was started, this one included. */
  starts: number;
  mode: TaskMode;
  /** The text of this turn. */
  prompt: string;
  comments: ReviewComment[];
  /** Earlier turns, oldest first, with what their leading attempt said it did. */
  history: { text: string; comments: ReviewComment[]; summary: Summary | null }[];
  /** The newest stored change of the earlier turns' leading attempts. */
  previousPatch: Uint8Array | null;
  baseBranch: string;
  /** Null until the task's first attempt has set it. */
  baseCommit: string | null;
  model: string;
  demo: boolean;
  effort: string | null;
  /** The task's own overrides. */
  limits: LimitsInput;
  repository: Repository;
  environment: WorkEnvironment | null;
  userName: string;
  createdAt: string;
};

export type WorkEnvironment = {
  id: string;
  /** The bundled sandbox image when null. */
  image: string | null;
  setupScript: string;
  maintenanceScript: string;
  variables: Record<string, string>;
  checks: CheckInput[];
  network: NetworkPolicy;
  limits: LimitsInput;
};
