import { expect, test } from "vitest";
import { rateLimitReset } from "./rate-limit-reset.ts";

const now = Date.parse("2026-01-01T00:00:00Z");
const reset = (headers: Record<string, string>) => rateLimitReset(new Headers(headers), now);

test.each([
  [{ "retry-after": "7" }, 7_000],
  [{ "retry-after": "Thu, 01 Jan 2026 00:01:00 GMT" }, 60_000],
  [{ "retry-after-ms": "1500", "retry-after": "9" }, 1_500],
  [{ "x-ratelimit-reset-requests": "6m0s", "x-ratelimit-remaining-requests": "0", "x-ratelimit-reset-tokens": "20ms" }, 360_000],
  [{ "x-ratelimit-reset-requests": "1h2m3.5s", "x-ratelimit-reset-tokens": "20ms" }, 20],
  [{ "x-ratelimit-reset": `${now / 1_000 + 30}` }, 30_000],
  [{ "x-ratelimit-reset": `${now + 30_000}` }, 30_000],
  [{ "x-ratelimit-reset-tokens": "2026-01-01T00:00:05Z" }, 5_000],
  [{ "retry-after": "-3" }, 0],
  [
    {
      "x-ratelimit-remaining-requests": "9999",
      "x-ratelimit-reset-requests": "12h0m0s",
      "x-ratelimit-remaining-tokens": "0",
      "x-ratelimit-reset-tokens": "6s",
    },
    6_000,
  ],
  // What is left may be too little for one request, of tokens only.
  [
    {
      "x-ratelimit-remaining-requests": "9999",
      "x-ratelimit-reset-requests": "1s",
      "x-ratelimit-remaining-tokens": "300",
      "x-ratelimit-reset-tokens": "6s",
    },
    6_000,
  ],
])("%o asks to wait %i ms", (headers, expected) => {
  expect(reset(headers)).toBe(expected);
});

test.each<Record<string, string>>([
  {},
  { "retry-after": "" },
  { "retry-after": "soon" },
  { "x-ratelimit-reset-tokens": "1x" },
  { "x-ratelimit-reset": "43200", "x-ratelimit-remaining": "99" },
  { "x-ratelimit-reset-requests": "12h", "x-ratelimit-remaining-requests": "9999" },
])("%o says nothing", (headers) => {
  expect(reset(headers)).toBeNull();
});
