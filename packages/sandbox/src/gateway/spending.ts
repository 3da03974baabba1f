import type { AttemptEventBody } from "@slipway/core";
import { tellTogether } from "./tell-together.ts";

/** One request's fate, or that of `count` alike: `network.allowed` when it is over, `network.denied` at once. `command` is the caller's to fill in. */
export type GatewayEvent = Extract<AttemptEventBody, { type: "network.allowed" | "network.denied" }>;

export type Spending = {
  /** Takes bytes off what may still leave. Once that was too little, it is false for ever: small requests would leak what a large one could not. */
  mayUpload(bytes: number): boolean;
  report(event: GatewayEvent): void;
  /** Tells what waits to be told together; from then on every request is told at once. */
  close(): void;
  readonly totals: GatewayTotals;
};

export type GatewayTotals = { bytesUp: number; bytesDown: number; allowed: number; denied: number };

/** Of each kind, so that a flood of refusals hides nothing that left. */
const TOLD_ALONE = 2_000;
const SHOWN_HOST = 253;

/** What one attempt used of its network, over all of its connections. A sandbox may ask without end; the event log may not grow without end. */
export function createSpending({
  maxUploadBytes,
  onRequest,
}: {
  maxUploadBytes: number;
  onRequest: (event: GatewayEvent) => void;
}): Spending {
  const totals: GatewayTotals = { bytesUp: 0, bytesDown: 0, allowed: 0, denied: 0 };
  const together = tellTogether(onRequest);
  let isSpent = false;
  return {
    totals,
    mayUpload(bytes) {
      isSpent ||= totals.bytesUp + bytes > maxUploadBytes;
      if (!isSpent) totals.bytesUp += bytes;
      return !isSpent;
    },
    report(asked) {
      const event = { ...asked, host: printable(asked.host) };
      const kind = event.type === "network.allowed" ? "allowed" : "denied";
      totals[kind] += 1;
      if (event.type === "network.allowed") totals.bytesDown += event.bytesDown;
      if (totals[kind] <= TOLD_ALONE) onRequest(event);
      else together.add(event);
    },
    close: together.close,
  };
}

/** A denied host may be anything at all; what is stored can be shown. */
function printable(host: string): string {
  return host.replaceAll(/[^\x21-\x7e]/g, "?").slice(0, SHOWN_HOST);
}
