import { ConflictError } from "@slipway/core";
import { AttemptFailedError } from "../attempt-failed-error.ts";
import { stopReasonOf } from "../stop-reason.ts";
import type { HeldSandbox } from "./hold-sandbox.ts";

/** What becomes of the sandbox of an attempt whose work threw: what is taken up again may be taken up in it. */
export async function letGoAfter(held: HeldSandbox, { signal, error }: { signal: AbortSignal; error: unknown }): Promise<void> {
  switch (stopReasonOf(signal)) {
    case "lease_lost":
      return held.abandon();
    case "draining":
      return held.leave();
    case "cancelled":
      return held.remove();
    case null:
      if (error instanceof ConflictError) return held.abandon();
      return error instanceof AttemptFailedError && error.retryable ? held.leave() : held.remove();
  }
}
