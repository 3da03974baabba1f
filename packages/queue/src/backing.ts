import type { Relay } from "bullmq";
import type { Topic } from "./topic.ts";

/** What a bell message carries: an id, and nothing that Postgres already knows. */
export type Ring = { id: string };

/** The producing side of one topic. */
export type Bell = {
  add(name: string, data: Ring, options: { delay: number; attempts: 1; removeOnComplete: true; removeOnFail: true }): Promise<unknown>;
  close(): Promise<void>;
};

/** The consuming side of one topic, as far as both backends share it. */
export type Listener = {
  on(event: "error", listen: (error: Error) => void): unknown;
  on(event: "lockRenewalFailed", listen: (ringIds: string[]) => void): unknown;
  waitUntilReady(): Promise<unknown>;
  cancelJob(ringId: string, reason?: string): boolean;
  cancelAllJobs(reason?: string): void;
  pause(doNotWaitActive: true): Promise<void>;
  close(force: boolean): Promise<void>;
};

type ListenerOptions = { concurrency: number; lockDuration: number; stalledInterval: number };

/** BullMQ takes a handler as cancellable by its third parameter. */
export type RingHandler = (ring: { data: Ring }, token: string | undefined, signal: AbortSignal | undefined) => Promise<void>;

/** One datastore behind the queue. `close` ends what it opened itself, after the bells, listeners and the relay are closed. */
export type Backing = {
  readonly name: string;
  openBell(topic: Topic): Bell;
  openListener(topic: Topic, handle: RingHandler, options: ListenerOptions): Listener;
  openRelay(): Relay<never>;
  /** The server's version; rejects where it does not answer. */
  ping(): Promise<string>;
  close(): Promise<void>;
};
