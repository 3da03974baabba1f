import { freemem, totalmem } from "node:os";
import type { HealthPart } from "@slipway/core";
import { releaseSandboxes } from "@slipway/db";
import { freeDiskBytes, removeSandbox } from "@slipway/sandbox";
import type { WorkerContext } from "../worker-context.ts";

/** Below this part of the host's memory kept sandboxes give way, one after the other. */
const FREE_MEMORY = 0.1;

/** The sandboxes of this engine in which nobody works now, kept for a follow-up or an answer. */
export type KeptSandboxes = {
  /** Removes those whose time is over, those over the bound and, while memory or disk are short, the oldest. */
  sweep(): Promise<void>;
  /** Removes all of them: a worker that ends leaves none that nobody would remove. What was changed in them is stored. */
  removeAll(): Promise<void>;
  part(): HealthPart;
};

export function watchKeptSandboxes({
  db,
  docker,
  settings,
  log,
}: Pick<WorkerContext, "db" | "docker" | "settings" | "log">): KeptSandboxes {
  const { idleMinutes, warmSandboxes, diskFloorBytes } = settings;
  let kept = 0;
  const release = async (most: number) => {
    const { id: engineId } = await docker.facts();
    const released = await releaseSandboxes(db, { engineId, most });
    kept = released.kept;
    for (const sandboxId of released.sandboxIds) {
      // Nothing is recorded of it any more, so the reaper takes what stays here.
      await removeSandbox(docker, { sandboxId }).catch((error: unknown) =>
        log.warn({ err: error, sandboxId }, "a kept sandbox was not removed"),
      );
    }
  };
  const isPressed = async () => {
    const [facts, free] = await Promise.all([docker.facts(), freeDiskBytes(docker).catch(() => null)]);
    return (free !== null && free < diskFloorBytes) || (facts.local && freemem() < totalmem() * FREE_MEMORY);
  };
  return {
    sweep: async () => release((await isPressed()) ? Math.max(0, kept - 1) : warmSandboxes),
    removeAll: () => release(0),
    part: () => ({
      name: "Kept sandboxes",
      ok: true,
      detail:
        idleMinutes === 0 || warmSandboxes === 0
          ? "None is kept for follow-ups."
          : `${kept} of at most ${warmSandboxes}, each for up to ${idleMinutes} min after its last work.`,
      hint: null,
    }),
  };
}
