import type { GatewayEvent } from "./spending.ts";

const FIRST_WAIT_MS = 2_000;
const LONGEST_WAIT_MS = 120_000;
/** More hosts than this in one telling stand in one line. */
const MOST_LINES = 100;
const OTHERS = "(other hosts)";

/**
 * Tells requests of one host, port, method and reason as one, with their number and the sum of their bytes. They wait for each other for a
 * while that doubles, so that a flood of any length is told in few events and nothing goes untold.
 */
export function tellTogether(tell: (event: GatewayEvent) => void): { add(event: GatewayEvent): void; close(): void } {
  let waiting = new Map<string, GatewayEvent>();
  let waitMs = FIRST_WAIT_MS;
  let timer: NodeJS.Timeout | undefined;
  let isClosed = false;
  const tellAll = () => {
    clearTimeout(timer);
    timer = undefined;
    const told = waiting;
    waiting = new Map();
    for (const event of told.values()) tell(event);
  };
  return {
    add(event) {
      if (isClosed) return tell(event);
      const key = keyOf(event);
      const line = waiting.has(key) || waiting.size < MOST_LINES ? event : { ...event, host: OTHERS };
      const lineKey = keyOf(line);
      const known = waiting.get(lineKey);
      waiting.set(lineKey, known === undefined ? { ...line, count: 1 } : joined(known, line));
      if (timer !== undefined) return;
      timer = setTimeout(tellAll, waitMs).unref();
      waitMs = Math.min(waitMs * 2, LONGEST_WAIT_MS);
    },
    close() {
      isClosed = true;
      tellAll();
    },
  };
}

function keyOf(event: GatewayEvent): string {
  const { type, host, port, reason } = event;
  return host === OTHERS ? `${type} ${OTHERS}` : JSON.stringify([type, host, port, reason, "method" in event ? event.method : null]);
}

function joined(known: GatewayEvent, event: GatewayEvent): GatewayEvent {
  const count = (known.count ?? 1) + (event.count ?? 1);
  if (known.type === "network.denied" || event.type === "network.denied") return { ...known, count };
  return {
    ...known,
    count,
    bytesUp: known.bytesUp + event.bytesUp,
    bytesDown: known.bytesDown + event.bytesDown,
    durationMs: known.durationMs + event.durationMs,
  };
}
