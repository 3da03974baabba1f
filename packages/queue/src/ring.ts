import type { Queue } from "./open-queue.ts";
import type { Topic } from "./topic.ts";
import { withinLimit } from "./within-limit.ts";

/**
 * Tells one consumer that there may be work for `id`. Safe to repeat: every ring is a message of its own, since a fixed
 * message id is ignored while an older one of that id is still kept. Throws UnavailableError when the server does not answer.
 */
export async function ring(queue: Queue, call: { topic: Topic; id: string; delayMs?: number }): Promise<void> {
  const added = queue.bells[call.topic].add(
    call.topic,
    { id: call.id },
    { delay: call.delayMs ?? 0, attempts: 1, removeOnComplete: true, removeOnFail: true },
  );
  await withinLimit(added, { limitMs: 5_000, what: `Ringing for ${call.topic} ${call.id}` });
}
