export { addUsage } from "./attempts/add-usage.ts";
export { appendEvents } from "./attempts/append-events.ts";
export type { AttemptWork, WorkEnvironment } from "./attempts/attempt-work.ts";
export { claimAttempt } from "./attempts/claim-attempt.ts";
export { type AttemptFacts, findAttempt } from "./attempts/find-attempt.ts";
export { findVerification } from "./attempts/find-verification.ts";
export {
  type AttemptEndingInput,
  type FinishedAttempt,
  finishAttempt,
  type StoredChange,
  type StoredVerification,
} from "./attempts/finish-attempt.ts";
export { type Move, type MoveSignal, moveAttempt } from "./attempts/move-attempt.ts";
export { readAttemptLog } from "./attempts/read-attempt-log.ts";
export { readEvents } from "./attempts/read-events.ts";
export { readPatch } from "./attempts/read-patch.ts";
export { readVerificationLog } from "./attempts/read-verification-log.ts";
export { releaseAttempt } from "./attempts/release-attempt.ts";
export { renewLease } from "./attempts/renew-lease.ts";
export { setTaskBase } from "./attempts/set-task-base.ts";
export { type Sweep, sweepAttempts } from "./attempts/sweep-attempts.ts";
export { takeMessages } from "./attempts/take-messages.ts";
export type { Database } from "./connection/connection.ts";
export { type DatabaseOptions, openDatabase } from "./connection/open-database.ts";
export type { Redact } from "./connection/storable.ts";
export { claimDelivery, type DeliveryWork } from "./deliveries/claim-delivery.ts";
export { createDelivery, type NewDelivery } from "./deliveries/create-delivery.ts";
export { type DeliveryResult, finishDelivery } from "./deliveries/finish-delivery.ts";
export { type DeliverySweep, sweepDeliveries } from "./deliveries/sweep-deliveries.ts";
export { type AuditEntry, appendAudit } from "./operations/append-audit.ts";
export { beginIdempotent, type IdempotentStart } from "./operations/begin-idempotent.ts";
export { clockOffsetMs } from "./operations/clock-offset-ms.ts";
export { endIdempotent, type IdempotentEnd } from "./operations/end-idempotent.ts";
export { listWorkers } from "./operations/list-workers.ts";
export { queueDepth } from "./operations/queue-depth.ts";
export { reportWorker } from "./operations/report-worker.ts";
export { type OutboxRow, takeOutbox } from "./operations/take-outbox.ts";
export { consumeLoginLink } from "./people/consume-login-link.ts";
export { createApiKey } from "./people/create-api-key.ts";
export { createLoginLink } from "./people/create-login-link.ts";
export { endSession } from "./people/end-session.ts";
export { ensureBootstrapKey } from "./people/ensure-bootstrap-key.ts";
export { ensureOwner } from "./people/ensure-owner.ts";
export { findApiKey } from "./people/find-api-key.ts";
export { findSession } from "./people/find-session.ts";
export { hasAccounts } from "./people/has-accounts.ts";
export { type ApiKeyFacts, listApiKeys } from "./people/list-api-keys.ts";
export type { Person, UserRole } from "./people/person.ts";
export { revokeApiKey } from "./people/revoke-api-key.ts";
export { createEnvironment } from "./repositories/create-environment.ts";
export { createRepository, type NewRepository } from "./repositories/create-repository.ts";
export { deleteEnvironment } from "./repositories/delete-environment.ts";
export { getEnvironment } from "./repositories/get-environment.ts";
export { getRepository } from "./repositories/get-repository.ts";
export { listEnvironments } from "./repositories/list-environments.ts";
export { listRepositories } from "./repositories/list-repositories.ts";
export { updateEnvironment } from "./repositories/update-environment.ts";
export { type AddedMessage, addMessage } from "./tasks/add-message.ts";
export { archiveTask } from "./tasks/archive-task.ts";
export { cancelTask } from "./tasks/cancel-task.ts";
export { countTasks } from "./tasks/count-tasks.ts";
export { createTask, type NewTask } from "./tasks/create-task.ts";
export { getTask } from "./tasks/get-task.ts";
export { listTasks } from "./tasks/list-tasks.ts";
export { markTaskRead } from "./tasks/mark-task-read.ts";
export { retryTask } from "./tasks/retry-task.ts";
export { unarchiveTask } from "./tasks/unarchive-task.ts";
