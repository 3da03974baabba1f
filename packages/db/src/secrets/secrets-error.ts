import { AppError } from "@slipway/core";

/** A secret cannot be read or written with the keys at hand; the message says which key is missing and what to do. */
export class SecretsError extends AppError {
  readonly code = "unavailable";
}
