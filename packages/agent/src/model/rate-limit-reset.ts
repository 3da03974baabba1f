import { readReset } from "./read-reset.ts";
import { retryAfter } from "./retry-after.ts";

const names = ["", "-requests", "-tokens", "-input-tokens", "-output-tokens"];

/**
 * How long a rate limit lasts, in milliseconds, or null. `Retry-After` wins; else the reset of a used up `x-ratelimit-*` budget
 * (https://platform.openai.com/docs/guides/rate-limits), or the soonest reset of those that may be the reason where none is said to be used up.
 */
export function rateLimitReset(headers: Headers | undefined, now: number): number | null {
  if (headers === undefined) return null;
  const asked = retryAfter(headers, now);
  if (asked !== null) return asked;
  const budgets = names.flatMap((name) => {
    const resetMs = readReset(headers.get(`x-ratelimit-reset${name}`), now);
    return resetMs === null ? [] : [{ name, resetMs, left: headers.get(`x-ratelimit-remaining${name}`) }];
  });
  const usedUp = budgets.filter(({ left }) => left !== null && Number(left) <= 0);
  if (usedUp.length > 0) return Math.max(...usedUp.map(({ resetMs }) => resetMs));
  // Tokens that are left may be too few for a request; one request that is left is enough.
  const suspects = budgets.filter(({ name, left }) => left === null || name.endsWith("tokens"));
  return suspects.length === 0 ? null : Math.min(...suspects.map(({ resetMs }) => resetMs));
}
