import type { NetworkRequest } from "./api/network.ts";
import type { AttemptEvent, AttemptEventType } from "./event.ts";

/** The events that `networkRequests` reads; others may be left out. */
export const NETWORK_EVENT_TYPES = [
  "phase.entered",
  "command.started",
  "command.finished",
  "network.allowed",
  "network.denied",
] as const satisfies AttemptEventType[];

type Place = { phase: NetworkRequest["phase"]; running: { callId: string; command: string }[] };

/** An attempt's requests in the order they were told, each with the command that ran last when it was. */
export function networkRequests(events: readonly AttemptEvent[]): NetworkRequest[] {
  const place: Place = { phase: "agent", running: [] };
  return events.flatMap((event) => {
    follow(place, event);
    const request = requestOf(place, event);
    return request === null ? [] : [request];
  });
}

function follow(place: Place, { body }: AttemptEvent): void {
  if (body.type === "phase.entered") place.phase = body.phase === "setup" ? "setup" : "agent";
  if (body.type === "command.started") place.running.push({ callId: body.callId, command: body.command });
  if (body.type === "command.finished") place.running = place.running.filter(({ callId }) => callId !== body.callId);
}

function requestOf({ phase, running }: Place, { seq, at, body }: AttemptEvent): NetworkRequest | null {
  if (body.type !== "network.allowed" && body.type !== "network.denied") return null;
  const current = running.at(-1);
  const { host, port, reason, count = 1 } = body;
  const told = {
    seq,
    at,
    count,
    host,
    port,
    reason,
    phase,
    command: body.command ?? current?.command ?? null,
    callId: current?.callId ?? null,
  };
  if (body.type === "network.denied") return { ...told, outcome: "denied", method: null, bytesUp: 0, bytesDown: 0, durationMs: 0 };
  const { method, bytesUp, bytesDown, durationMs } = body;
  return { ...told, outcome: "allowed", method, bytesUp, bytesDown, durationMs };
}
