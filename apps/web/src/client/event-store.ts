import type { AttemptEvent } from "@slipway/core";
import { LogDocument, type LogSnapshot } from "./log-document.ts";

/** Events of one attempt as far as they are known, in the order of `seq` and without gaps or doubles. */
export type EventList = readonly AttemptEvent[];

const none: EventList = [];
const noLog: LogSnapshot = { lines: [], count: 0 };

/**
 * Collects the events of every attempt that a page looks at. Arrivals are handed on in one batch per frame budget, so that a
 * command that prints a thousand lines a second costs a few renders a second.
 */
export class EventStore {
  #known = new Map<string, EventList>();
  #arrived = new Map<string, AttemptEvent[]>();
  #logs = new Map<string, LogDocument>();
  #snapshots = new Map<string, LogSnapshot>();
  #listeners = new Set<() => void>();
  #timer: ReturnType<typeof setTimeout> | null = null;

  subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  read(attemptId: string): EventList {
    return this.#known.get(attemptId) ?? none;
  }

  readLog(attemptId: string): LogSnapshot {
    return this.#snapshots.get(attemptId) ?? noLog;
  }

  lastSeq(attemptId: string): number {
    const arrived = this.#arrived.get(attemptId)?.at(-1)?.seq ?? 0;
    return Math.max(arrived, this.read(attemptId).at(-1)?.seq ?? 0);
  }

  /** Events at or below the last known `seq` are dropped: a stream that reconnects may repeat some. */
  add(attemptId: string, events: readonly AttemptEvent[]): void {
    const fresh = events.filter((event) => event.seq > this.lastSeq(attemptId));
    if (fresh.length === 0) return;
    this.#arrived.set(attemptId, [...(this.#arrived.get(attemptId) ?? []), ...fresh]);
    this.#timer ??= setTimeout(() => this.#flush(), 80);
  }

  #flush(): void {
    this.#timer = null;
    for (const [attemptId, events] of this.#arrived) this.#take(attemptId, events);
    this.#arrived.clear();
    for (const listener of this.#listeners) listener();
  }

  #take(attemptId: string, events: readonly AttemptEvent[]): void {
    this.#known.set(attemptId, [...this.read(attemptId), ...events]);
    const log = this.#logs.get(attemptId) ?? new LogDocument();
    log.append(events);
    this.#logs.set(attemptId, log);
    this.#snapshots.set(attemptId, log.snapshot());
  }
}
