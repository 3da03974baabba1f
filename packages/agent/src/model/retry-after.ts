import { readReset } from "./read-reset.ts";

/** How long an answer asks to wait by `Retry-After` (RFC 9110), in milliseconds, or null. */
export function retryAfter(headers: Headers | undefined, now: number): number | null {
  if (headers === undefined) return null;
  const milliseconds = headers.get("retry-after-ms");
  if (milliseconds !== null && Number.isFinite(Number(milliseconds))) return Math.max(0, Number(milliseconds));
  return readReset(headers.get("retry-after"), now);
}
