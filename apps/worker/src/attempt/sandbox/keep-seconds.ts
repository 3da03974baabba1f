import type { WorkerContext } from "../../worker-context.ts";

/** For how long a sandbox is kept once nobody works in it; undefined where none is. */
export function keepSeconds({ settings }: Pick<WorkerContext, "settings">): number | undefined {
  const { idleMinutes, warmSandboxes } = settings;
  return idleMinutes > 0 && warmSandboxes > 0 ? idleMinutes * 60 : undefined;
}
