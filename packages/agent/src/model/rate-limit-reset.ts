/**
 * How long the provider asks to wait, in milliseconds, or null. `Retry-After` (RFC 9110) wins; else the reset of a used up
 * `x-ratelimit-*` budget (https://platform.openai.com/docs/guides/rate-limits), or the soonest reset where none is said to be used up.
 */
export function rateLimitReset(headers: Headers | undefined, now: number): number | null {
  if (headers === undefined) return null;
  const asked = retryAfter(headers, now);
  if (asked !== null) return asked;
  const budgets = ["", "-requests", "-tokens", "-input-tokens", "-output-tokens"].flatMap((budget) => {
    const resetMs = readReset(headers.get(`x-ratelimit-reset${budget}`), now);
    return resetMs === null ? [] : [{ resetMs, usedUp: Number(headers.get(`x-ratelimit-remaining${budget}`) ?? 1) <= 0 }];
  });
  const usedUp = budgets.filter((budget) => budget.usedUp);
  if (usedUp.length > 0) return Math.max(...usedUp.map(({ resetMs }) => resetMs));
  return budgets.length === 0 ? null : Math.min(...budgets.map(({ resetMs }) => resetMs));
}

function retryAfter(headers: Headers, now: number): number | null {
  const milliseconds = headers.get("retry-after-ms");
  if (milliseconds !== null && Number.isFinite(Number(milliseconds))) return Math.max(0, Number(milliseconds));
  return readReset(headers.get("retry-after"), now);
}

const unitMs: Record<string, number> = { ms: 1, s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 };
const duration = /^(?:\d+(?:\.\d+)?(?:ms|s|m|h|d))+$/;
/** Above this a number is a time and no span: seconds, or milliseconds with three more digits. */
const firstEpochSeconds = 1_000_000_000;

/** A span (`20`, `1.5s`, `6m0s`), a time in seconds or milliseconds since 1970, or a date; the milliseconds from now. */
function readReset(value: string | null, now: number): number | null {
  const text = value?.trim() ?? "";
  if (text === "") return null;
  if (duration.test(text)) {
    const parts = [...text.matchAll(/(\d+(?:\.\d+)?)(ms|s|m|h|d)/g)];
    return parts.reduce((sum, [, count = "0", unit = "s"]) => sum + Number(count) * (unitMs[unit] ?? 0), 0);
  }
  const number = Number(text);
  if (Number.isFinite(number)) {
    if (number < firstEpochSeconds) return Math.max(0, number * 1_000);
    return Math.max(0, (number >= firstEpochSeconds * 1_000 ? number : number * 1_000) - now);
  }
  const date = Date.parse(text);
  return Number.isNaN(date) ? null : Math.max(0, date - now);
}
