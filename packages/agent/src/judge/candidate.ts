import type { VerificationOutcome } from "@slipway/core";

/** One attempt of several at the same turn, as the judge gets to see it. */
export type Candidate = {
  id: string;
  /** What the agent said it did. */
  summary: string | null;
  /** A git patch from base to head. */
  patch: string;
  /** The platform's own runs at head. `log` is whole. */
  checks: readonly { name: string; outcome: VerificationOutcome; log: string }[];
};
