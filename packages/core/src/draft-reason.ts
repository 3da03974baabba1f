import { type ComparedVerification, compareChecks, tallyChecks } from "./compare-checks.ts";

/** Why a pull request with these results is better opened as a draft; null where nothing newly fails. */
export function draftReason(verifications: readonly ComparedVerification[]): string | null {
  const { newlyFailing } = tallyChecks(compareChecks(verifications));
  return newlyFailing === 0 ? null : `${newlyFailing} newly failing with this change`;
}
