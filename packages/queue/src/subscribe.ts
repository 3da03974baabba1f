import type { Queue } from "./open-queue.ts";
import { withinLimit } from "./within-limit.ts";

export type Subscription = { close(): Promise<void> };

export type SubscribeOptions = {
  /** `*` stands for one segment, a trailing `>` for the rest: `task.*`, `attempt.<id>`. */
  subject: string;
  /** Messages may come out of order and a few may be lost while the server is away: order and complete them by what Postgres holds. */
  receive(subject: string, payload: unknown): void | Promise<void>;
};

/** Resolves once every later `publish`, by any process, will be received. */
export async function subscribe(queue: Queue, options: SubscribeOptions): Promise<Subscription> {
  const subscribed = queue.relay.subscribe(options.subject, async (message) => {
    await options.receive(message.topic, message.data);
  });
  const subscription = await withinLimit(subscribed, { limitMs: 5_000, what: `Subscribing to ${options.subject}` });
  return { close: () => subscription.unsubscribe() };
}
