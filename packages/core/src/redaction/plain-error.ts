export type PlainError = {
  type: string;
  message: string;
  stack?: string;
  code?: string | number;
  status?: number;
  cause?: PlainError;
};

const MAX_CAUSES = 5;

/**
 * What a log may hold of an error: its words and numbers, and those of its causes. Clients of HTTP services hang the
 * request with its headers, the response and their own settings on their errors; none of that is taken over.
 */
export function plainError(error: unknown, depth = 0): PlainError {
  if (!(error instanceof Error)) return { type: typeof error, message: typeof error === "string" ? error : "something that is no error" };
  const plain: PlainError = { type: error.name, message: error.message };
  if (error.stack !== undefined) plain.stack = error.stack;
  const code = valueAt(error, "code");
  if (typeof code === "string" || typeof code === "number") plain.code = code;
  const status = valueAt(error, "statusCode") ?? valueAt(error, "status");
  if (typeof status === "number") plain.status = status;
  if (error.cause !== undefined && depth < MAX_CAUSES) plain.cause = plainError(error.cause, depth + 1);
  return plain;
}

function valueAt(error: Error, name: string): unknown {
  return Object.getOwnPropertyDescriptor(error, name)?.value;
}
