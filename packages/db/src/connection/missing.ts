import { ConflictError, NotFoundError } from "@slipway/core";

type Subject =
  | "task"
  | "attempt"
  | "repository"
  | "environment"
  | "delivery"
  | "verification"
  | "message"
  | "API key"
  | "terminal"
  | "picture"
  | "provider"
  | "provider test"
  | "turn";

export function missing(subject: Subject, id: string): NotFoundError {
  return new NotFoundError(`There is no ${subject} ${id}.`);
}

/** What a worker gets whose attempt was requeued, finished or taken by another: it must stop. */
export function fencedOff({ attemptId, epoch }: { attemptId: string; epoch: number }): ConflictError {
  return new ConflictError(`Attempt ${attemptId} is not held with epoch ${epoch} any more.`);
}
