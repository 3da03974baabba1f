import type { AttemptEventBody } from "@slipway/core";

/** One request's fate: `network.allowed` when it is over, `network.denied` at once. `command` is the caller's to fill in. */
export type GatewayEvent = Extract<AttemptEventBody, { type: "network.allowed" | "network.denied" }>;

export type Spending = {
  /** Takes bytes off what may still leave. Once that was too little, it is false for ever: small requests would leak what a large one could not. */
  mayUpload(bytes: number): boolean;
  report(event: GatewayEvent): void;
  readonly totals: GatewayTotals;
};

export type GatewayTotals = { bytesUp: number; bytesDown: number; allowed: number; denied: number; unreported: number };

/** A sandbox may ask without end; the event log may not grow without end. */
const MAX_EVENTS = 5_000;
const SHOWN_HOST = 253;

/** What one attempt used of its network, over all of its connections. */
export function createSpending({
  maxUploadBytes,
  onRequest,
}: {
  maxUploadBytes: number;
  onRequest: (event: GatewayEvent) => void;
}): Spending {
  const totals: GatewayTotals = { bytesUp: 0, bytesDown: 0, allowed: 0, denied: 0, unreported: 0 };
  let isSpent = false;
  return {
    totals,
    mayUpload(bytes) {
      isSpent ||= totals.bytesUp + bytes > maxUploadBytes;
      if (!isSpent) totals.bytesUp += bytes;
      return !isSpent;
    },
    report(event) {
      if (event.type === "network.allowed") {
        totals.allowed += 1;
        totals.bytesDown += event.bytesDown;
      } else totals.denied += 1;
      if (totals.allowed + totals.denied > MAX_EVENTS) totals.unreported += 1;
      else onRequest({ ...event, host: printable(event.host) });
    },
  };
}

/** A denied host may be anything at all; what is stored can be shown. */
function printable(host: string): string {
  return host.replaceAll(/[^\x21-\x7e]/g, "?").slice(0, SHOWN_HOST);
}
