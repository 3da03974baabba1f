import { AppError, type AttemptFailure, UnavailableError } from "@slipway/core";

/** An attempt cannot go on. `failure` is what the person reads; retryable ones may be taken up by any worker later. */
export class AttemptFailedError extends Error {
  readonly failure: AttemptFailure;
  readonly retryable: boolean;

  constructor(failure: Omit<AttemptFailure, "log"> & { log?: string }, { retryable, cause }: { retryable: boolean; cause: unknown }) {
    super(failure.message, { cause });
    this.name = "AttemptFailedError";
    this.failure = { ...failure, log: failure.log ?? null };
    this.retryable = retryable;
  }
}

/** Runs a stage; what it throws leaves as an AttemptFailedError, by the stage's own reading of the cause. */
export async function failingAs<Result>(read: (cause: unknown) => AttemptFailedError, stage: () => Promise<Result>): Promise<Result> {
  try {
    return await stage();
  } catch (error) {
    throw error instanceof AttemptFailedError ? error : read(error);
  }
}

const messageOf = (cause: unknown) => (cause instanceof Error ? cause.message : String(cause));

export function repositoryFailure(cause: unknown): AttemptFailedError {
  const code = cause instanceof AppError && cause.code === "not_found" ? "branch_missing" : "repository_unavailable";
  const hint = "Check the repository's address, its branch and the access to it, then retry.";
  return new AttemptFailedError({ code, message: messageOf(cause), hint }, { retryable: false, cause });
}

export function sandboxFailure(cause: unknown): AttemptFailedError {
  if (cause instanceof UnavailableError) {
    const hint = "Start the Docker Engine; the task goes on by itself once it answers.";
    return new AttemptFailedError({ code: "docker_unavailable", message: cause.message, hint }, { retryable: true, cause });
  }
  const code = cause instanceof AppError && cause.code === "not_found" ? "image_missing" : "sandbox_lost";
  const hint =
    code === "image_missing"
      ? "Pull the image on the Docker Engine's machine, or give the environment another one. The bundled one is built by npm start. Then retry."
      : "Retry the task.";
  return new AttemptFailedError({ code, message: messageOf(cause), hint }, { retryable: false, cause });
}

export function changeFailure(cause: unknown): AttemptFailedError {
  const hint = "The agent's files could not be stored as a change. Retry with a smaller scope, or ask it to leave out generated files.";
  return new AttemptFailedError({ code: "change_invalid", message: messageOf(cause), hint }, { retryable: false, cause });
}

export function internalFailure(cause: unknown): AttemptFailedError {
  const hint = "This is a fault of Slipway; the worker's log has the details. Retry the task.";
  return new AttemptFailedError(
    { code: "internal", message: `Something unexpected went wrong: ${messageOf(cause)}`, hint },
    { retryable: false, cause },
  );
}
