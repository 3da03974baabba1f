import type { CheckInput, Image, LimitsInput, NetworkPolicy, Repository, ReviewComment, Summary, TaskMode } from "@slipway/core";

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
  /** Pictures of this turn; their bytes are read when they are sent. */
  images: Image[];
  /** Earlier turns, oldest first, with what was said while they were under way and what their leading attempt said it did. */
  history: { text: string; comments: ReviewComment[]; images: Image[]; messages: EarlierMessage[]; summary: Summary | null }[];
  /** The newest stored change of the earlier turns' leading attempts. */
  previousPatch: Uint8Array | null;
  /** What an earlier start of this attempt stored of its own change; it stands in the place of `previousPatch`. */
  storedPatch: Uint8Array | null;
  /** The container to go on in, where it is still to be had. */
  sandbox: KeptSandbox | null;
  /** Every attempt of the task: whose containers this one may adopt. */
  taskAttemptIds: string[];
  baseBranch: string;
  /** Null until the task's first attempt has set it. */
  baseCommit: string | null;
  model: string;
  demo: boolean;
  /** Null: the provider of the process's settings. */
  providerId: string | null;
  effort: string | null;
  /** The task's own overrides, and what a person gave the attempt since. */
  limits: LimitsInput;
  repository: Repository;
  environment: WorkEnvironment | null;
  userName: string;
  createdAt: string;
};

/** Steering that an attempt of the turn heard, or an answer that its leading attempt heard with the question before it. */
type EarlierMessage = { text: string; question: string | null; images: Image[] };

/** An agent's container that an earlier start of the attempt left, or, kept warm, the attempt `warmOf` of the turn before. */
export type KeptSandbox = { id: string; engineId: string; warmOf: string | null };

export type WorkEnvironment = {
  /** Null for one that the repository's own file makes and nobody stored. */
  id: string | null;
  /** The bundled sandbox image when null. */
  image: string | null;
  /** Of the repository; its image is built of it. */
  dockerfile: string | null;
  setupScript: string;
  maintenanceScript: string;
  variables: Record<string, string>;
  checks: CheckInput[];
  network: NetworkPolicy;
  limits: LimitsInput;
};
