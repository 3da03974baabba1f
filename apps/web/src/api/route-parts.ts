import { z } from "@hono/zod-openapi";
import { Id, type InvalidField, InvalidInputError, pageOf } from "@slipway/core";
import { Problem } from "./schemas.ts";

const problem = { content: { "application/problem+json": { schema: Problem } } };

/** The answers that every route may give instead of its own. */
export const problems = {
  400: { ...problem, description: "The input breaks a rule; `errors` names each field" },
  401: { ...problem, description: "No credential, or one that is not known" },
  403: { ...problem, description: "Not allowed" },
  404: { ...problem, description: "There is no such thing" },
  409: { ...problem, description: "The state moved on" },
  413: { ...problem, description: "The body is larger than 2 MB" },
  415: { ...problem, description: "The body is not JSON" },
  422: { ...problem, description: "The Idempotency-Key belongs to another request" },
  503: { ...problem, description: "Something that is needed is gone for now" },
};

export function json<Schema extends z.ZodType>(schema: Schema, description: string) {
  return { content: { "application/json": { schema } }, description };
}

export function text(contentType: string, description: string) {
  return { content: { [contentType]: { schema: z.string() } }, description };
}

export function jsonBody<Schema extends z.ZodType>(schema: Schema) {
  return { content: { "application/json": { schema } }, required: true };
}

export const IdParams = z.object({ id: Id });

/** Lists answer as pages even where everything fits on one. */
export function onePage<Item>(items: Item[]): { items: Item[]; nextCursor: null } {
  return { items, nextCursor: null };
}

export { pageOf };

/** Refuses one field of the input; the sentence stands on its own. */
export function refuseField(path: string, message: string): never {
  const fields: InvalidField[] = [{ path, message }];
  throw new InvalidInputError(message, fields);
}
