import { Problem } from "@slipway/core";

/** What the API answered instead of a result: the problem's words, and the faulty fields by path. */
export class ApiError extends Error {
  readonly status: number;
  readonly fields: readonly { path: string; message: string }[];

  constructor(message: string, status: number, fields: readonly { path: string; message: string }[] = []) {
    super(message);
    this.name = "ApiError";
    this.status = status;
    this.fields = fields;
  }

  /** One sentence for the screen: the first faulty field where there is one. */
  get sentence(): string {
    return this.fields[0]?.message ?? this.message;
  }
}

/** Reads a problem document (RFC 9457); anything else becomes a plain sentence with the status. */
export async function readApiError(response: Response): Promise<ApiError> {
  const text = await response.text();
  const problem = Problem.safeParse(parseJson(text));
  if (problem.success) return new ApiError(problem.data.detail || problem.data.title, response.status, problem.data.errors ?? []);
  return new ApiError(`The server answered with status ${response.status}. Try again; its log says more.`, response.status);
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

/** What to tell the person about anything that was thrown. */
export function errorSentence(error: unknown): string {
  if (error instanceof ApiError) return error.sentence;
  return error instanceof Error ? error.message : "Something went wrong.";
}
