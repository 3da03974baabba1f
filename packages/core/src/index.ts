export { ApiKey, NewApiKey } from "./api/api-key.ts";
export { Attempt, Change, PhaseTime, ResumeAttemptInput, Verification } from "./api/attempt.ts";
export { CreateDeliveryInput, Delivery, DeliveryState } from "./api/delivery.ts";
export {
  CreateEnvironmentInput,
  Environment,
  EnvironmentFile,
  EnvironmentSource,
  EnvironmentSuggestion,
  UpdateEnvironmentInput,
} from "./api/environment.ts";
export { AcceptEnvironmentInput, EnvironmentDifference, EnvironmentReview } from "./api/environment-review.ts";
export { Health, HealthPart } from "./api/health.ts";
export { Id, PageQuery, pageOf, Timestamp } from "./api/list.ts";
export { NetworkRequest } from "./api/network.ts";
export { Problem } from "./api/problem.ts";
export {
  CreateProviderInput,
  ModelApi,
  ModelChoice,
  Models,
  Provider,
  ProviderModel,
  UpdateProviderInput,
} from "./api/provider.ts";
export {
  CreateProviderTestInput,
  PROVIDER_TEST_SUBJECTS,
  ProviderFinding,
  ProviderTest,
  ProviderTestResult,
} from "./api/provider-test.ts";
export { Branch, CreateRepositoryInput, Repository, RepositoryKind } from "./api/repository.ts";
export { EnvironmentSecret, SecretInput, SecretScope, type SecretSettings, secretSettings } from "./api/secret.ts";
export { ServerSettings } from "./api/server-settings.ts";
export { Snapshot, SnapshotUse, SnapshotUseRecord } from "./api/snapshot.ts";
export {
  CreateMessageInput,
  CreateTaskInput,
  EditMessageInput,
  Message,
  ReviewComment,
  Task,
  TaskCounts,
  TaskListItem,
  TaskListQuery,
  TaskMode,
  Turn,
} from "./api/task.ts";
export {
  OpenTerminalInput,
  Terminal,
  TerminalAct,
  TerminalInput,
  TerminalNews,
  TerminalState,
  TriedCommand,
} from "./api/terminal.ts";
export {
  ATTEMPT_STATES,
  type AttemptSignal,
  type AttemptState,
  isCancellable,
  isLive,
  isTerminal,
  nextState,
  statesAccepting,
} from "./attempt-state.ts";
export { BranchName } from "./branch-name.ts";
export { ChangeStats, ChangeWarning, changeStats, FileChange } from "./change.ts";
export { checkWords, reportWords } from "./check-words.ts";
export { Citation, parseCitations } from "./citation.ts";
export { citationsAsText } from "./citations-as-text.ts";
export {
  type CheckComparison,
  type CheckTally,
  type CheckVerdict,
  type ComparedVerification,
  compareChecks,
  tallyChecks,
  tallyWords,
} from "./compare-checks.ts";
export { compareTests, type TestComparison } from "./compare-tests.ts";
export { draftReason } from "./draft-reason.ts";
export {
  AppError,
  ConflictError,
  type ErrorCode,
  ForbiddenError,
  type InvalidField,
  InvalidInputError,
  NotFoundError,
  UnavailableError,
} from "./errors.ts";
export { AttemptEvent, AttemptEventBody, type AttemptEventType, PlanStep } from "./event.ts";
export { AttemptFailure } from "./failure.ts";
export { faultWords } from "./fault-words.ts";
export { Image, ImageMediaType, ImageReference } from "./image.ts";
export { JUDGEMENT_LIMIT_MS, Judgement } from "./judgement.ts";
export { BOUNDS, Limits, LimitsInput, resolveLimits } from "./limits.ts";
export { type ChangeSize, measureChange, strayFiles } from "./measure-change.ts";
export { capabilitiesOf, ModelCapabilities } from "./model-capabilities.ts";
export { ModelName } from "./model-name.ts";
export { ModelPrice } from "./model-price.ts";
export { HostPattern, NetworkMode, NetworkPolicy } from "./network-policy.ts";
export { NETWORK_EVENT_TYPES, networkRequests } from "./network-requests.ts";
export { notVerified, type Unverified, type UnverifiedFacts } from "./not-verified.ts";
export { Phase } from "./phase.ts";
export { CommentText, PromptText, withoutHiddenCharacters } from "./prompt-text.ts";
export { ProviderUrl } from "./provider-url.ts";
export { addressSecrets } from "./redaction/address-secrets.ts";
export { createRedactor, type RedactionStream, type Redactor, type Secret } from "./redaction/create-redactor.ts";
export { createSecretMask, type MaskStream, type SecretMask } from "./redaction/mask-secrets.ts";
export { type PlainError, plainError } from "./redaction/plain-error.ts";
export { createSecretScanner, findSecrets, type SecretScan, type SecretScanner, scanForSecrets } from "./redaction/scan-for-secrets.ts";
export { Summary, TestingClaim } from "./summary.ts";
export { summaryText } from "./summary-text.ts";
export { TaskCard } from "./task-card.ts";
export { deriveTaskStatus, LEADING_ORDER, needsAttention, TASK_STATUSES, type TaskStatus } from "./task-status.ts";
export { TestCase, TestOutcome, TestReport } from "./test-report.ts";
export { addUsage, noUsage, Usage } from "./usage.ts";
export { CheckInput, VerificationOutcome, VerificationSide } from "./verification.ts";
export { LimitName, Waiting } from "./waiting.ts";
export type { CommandResult, Workspace, WorkspaceCommand } from "./workspace.ts";
