import type { Queue } from "./open-queue.ts";
import { withinLimit } from "./within-limit.ts";

/** Never throws; answers within two seconds. */
export async function queueHealth(queue: Queue): Promise<{ ok: boolean; detail: string }> {
  try {
    const version = await withinLimit(queue.backing.ping(), { limitMs: 2_000, what: "The queue's answer" });
    return { ok: true, detail: `${queue.backing.name} ${version}` };
  } catch (error) {
    return { ok: false, detail: `${queue.backing.name}: ${error instanceof Error ? error.message : String(error)}` };
  }
}
