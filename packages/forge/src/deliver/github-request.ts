import { setTimeout as delay } from "node:timers/promises";
import { AppError, ForbiddenError, NotFoundError, UnavailableError } from "@slipway/core";
import { z } from "zod";

const Failure = z.object({
  status: z.number(),
  message: z.string().default(""),
  response: z.object({ headers: z.record(z.string(), z.unknown()).default({}) }).optional(),
});

export type Pause = (waitMs: number) => Promise<void>;

const longestWaitMs = 3 * 60_000;
const rateLimitRounds = 3;

/** Waits in real time, until `signal` is aborted. */
export function pauseFor(signal: AbortSignal | undefined): Pause {
  return async (waitMs) => {
    await delay(waitMs, undefined, signal === undefined ? {} : { signal });
  };
}

/** The HTTP status of what octokit threw, or null where the connection itself failed. */
export function statusOf(error: unknown): number | null {
  const failure = Failure.safeParse(error);
  return failure.success && failure.data.response !== undefined ? failure.data.status : null;
}

/**
 * Performs one request and honours GitHub's rate limits, which mean that nothing was done: waits for Retry-After, else the
 * reset, else a minute (docs.github.com, "Best practices for using the REST API"). Throws UnavailableError where that is too long.
 */
export async function throughRateLimit<T>(request: () => Promise<T>, pause: Pause, now: () => number): Promise<T> {
  for (let round = 1; ; round += 1) {
    try {
      return await request();
    } catch (error) {
      const waitMs = rateLimitWait(error, now());
      if (waitMs === null) throw error;
      if (waitMs > longestWaitMs || round === rateLimitRounds) {
        throw new UnavailableError(`GitHub's rate limit is reached. Try again in ${Math.ceil(waitMs / 60_000)} min.`, { cause: error });
      }
      await pause(waitMs);
    }
  }
}

function rateLimitWait(error: unknown, nowMs: number): number | null {
  const failure = Failure.safeParse(error);
  if (!failure.success || (failure.data.status !== 403 && failure.data.status !== 429)) return null;
  const { message, response } = failure.data;
  const headers = response?.headers ?? {};
  const retryAfter = Number(headers["retry-after"] ?? Number.NaN);
  if (Number.isFinite(retryAfter)) return retryAfter * 1000;
  if (String(headers["x-ratelimit-remaining"]) === "0") {
    return Math.max(1_000, Number(headers["x-ratelimit-reset"] ?? 0) * 1000 - nowMs);
  }
  return failure.data.status === 429 || /rate limit/i.test(message) ? 60_000 : null;
}

/** The connection failed or the server did: what was asked for may have happened or not. */
export function isUnclear(error: unknown): boolean {
  const status = statusOf(error);
  return !(error instanceof AppError) && (status === null || status >= 500);
}

/** The AppError for what octokit threw; what is one already stays as it is. */
export function explainGithubFailure(error: unknown, repository: string): unknown {
  if (error instanceof AppError) return error;
  const status = statusOf(error);
  const message = error instanceof Error ? error.message.slice(0, 300) : "";
  if (status === 401) return new ForbiddenError("GitHub does not accept the token. Renew it in the settings.", { cause: error });
  if (status === 403) {
    return new ForbiddenError(
      `The token may not open pull requests in ${repository}: ${message}. Give it "Pull requests: write" and "Contents: write".`,
      {
        cause: error,
      },
    );
  }
  if (status === 404)
    return new NotFoundError(`GitHub shows no repository ${repository} to this token. Check the address and the token's access.`, {
      cause: error,
    });
  if (status !== null && status < 500) return error;
  return new UnavailableError(`GitHub did not answer as expected for ${repository}: ${message || "no answer"}. Try again later.`, {
    cause: error,
  });
}
