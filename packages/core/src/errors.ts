/** Every code an `AppError` may carry; adapters (HTTP, queue, CLI) switch over it exhaustively. */
export type ErrorCode = "not_found" | "conflict" | "invalid" | "unavailable" | "forbidden";

/** Every error thrown on purpose. Adapters switch on `code`; the queue reads `retryable`. */
export abstract class AppError extends Error {
  abstract readonly code: ErrorCode;
  readonly retryable: boolean = false;

  constructor(message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = new.target.name;
  }
}

/** The named thing does not exist, or the caller may not know that it does. */
export class NotFoundError extends AppError {
  readonly code = "not_found";
}

/** The state moved on since the caller looked; reading again tells what is true now. */
export class ConflictError extends AppError {
  readonly code = "conflict";
}

/** One fault of an input, with the path of the field it stands in (empty for the whole input). */
export type InvalidField = { path: string; message: string };

/** The input breaks a rule; `fields` names each fault and what to do about it. */
export class InvalidInputError extends AppError {
  readonly code = "invalid";
  readonly fields: readonly InvalidField[];

  constructor(message: string, fields: readonly InvalidField[] = [], options?: ErrorOptions) {
    super(message, options);
    this.fields = fields;
  }
}

/** Something we depend on is gone for now (Docker, a remote, the model); the message says what to do. */
export class UnavailableError extends AppError {
  readonly code = "unavailable";
  override readonly retryable = true;
}

/** The caller is known and may not do this. */
export class ForbiddenError extends AppError {
  readonly code = "forbidden";
}
