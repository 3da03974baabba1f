import type { Queue } from "./open-queue.ts";
import { withinLimit } from "./within-limit.ts";

/**
 * Tells every process that subscribed to a matching subject. At most once and not stored: receivers read what is true from
 * Postgres. `subject` is dot-separated (`attempt.<id>`), `payload` JSON of at most 512 KiB. Throws UnavailableError when the server does not answer.
 */
export async function publish(queue: Queue, call: { subject: string; payload: unknown }): Promise<void> {
  await withinLimit(queue.relay.publish(call.subject, call.payload), { limitMs: 5_000, what: `Publishing ${call.subject}` });
}
