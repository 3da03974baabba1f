/** Why an attempt's work must end early. Only `cancelled` is a person's wish; the others end this worker's part alone. */
export type StopReason = "cancelled" | "lease_lost" | "draining";

/** The reason an attempt's signal aborts with. */
export class StopError extends Error {
  readonly reason: StopReason;

  constructor(reason: StopReason) {
    super(`The attempt's work was stopped: ${reason}`);
    this.name = "StopError";
    this.reason = reason;
  }
}

/** Null while the signal has not aborted. An abort from elsewhere counts as draining: the work may be taken up again. */
export function stopReasonOf(signal: AbortSignal): StopReason | null {
  if (!signal.aborted) return null;
  return signal.reason instanceof StopError ? signal.reason.reason : "draining";
}
