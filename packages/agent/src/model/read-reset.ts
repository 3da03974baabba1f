const unitMs: Record<string, number> = { ms: 1, s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 };
const duration = /^(?:\d+(?:\.\d+)?(?:ms|s|m|h|d))+$/;
/** Above this a number is a time and no span: seconds, or milliseconds with three more digits. */
const firstEpochSeconds = 1_000_000_000;

/** A span (`20`, `1.5s`, `6m0s`), a time in seconds or milliseconds since 1970, or a date; the milliseconds from now. Null for anything else. */
export function readReset(value: string | null, now: number): number | null {
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
