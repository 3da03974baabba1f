import type { CheckVerdict, VerificationOutcome } from "@slipway/core";
import { CircleAlert, CircleCheck, CircleMinus, CircleX } from "lucide-react";

const look = "mt-0.5 size-4 shrink-0";

/** How one run of a check ended. */
export function OutcomeMark({ outcome, flaky = false }: { outcome: VerificationOutcome; flaky?: boolean }) {
  if (flaky) return <CircleAlert role="img" aria-label="Flaky" className={`${look} text-warn`} />;
  if (outcome === "passed") return <CircleCheck role="img" aria-label="Passed" className={`${look} text-good`} />;
  if (outcome === "not_run") return <CircleMinus role="img" aria-label="Not run" className={`${look} text-faint`} />;
  return <CircleX role="img" aria-label={outcome === "failed" ? "Failed" : "Timed out"} className={`${look} text-bad`} />;
}

/** What became of a check between base and head: a failure that was there before is no alarm. */
export function VerdictMark({ verdict }: { verdict: CheckVerdict }) {
  switch (verdict) {
    case "passed":
    case "fixed":
      return <OutcomeMark outcome="passed" />;
    case "flaky":
      return <OutcomeMark outcome="failed" flaky />;
    case "not_run":
      return <OutcomeMark outcome="not_run" />;
    case "failed_before":
      return <CircleX role="img" aria-label="Failed before" className={`${look} text-warn`} />;
    case "newly_failing":
    case "failing":
      return <OutcomeMark outcome="failed" />;
  }
}
