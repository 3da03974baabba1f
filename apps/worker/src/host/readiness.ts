import type { HealthPart } from "@slipway/core";
import { engineHealth, freeDiskBytes } from "@slipway/sandbox";
import type { WorkerContext } from "../worker-context.ts";
import { watchIsolation } from "./watch-isolation.ts";

const GIB = 2 ** 30;

/** Whether this worker can run sandboxes now. Intake stops while it cannot; queued attempts stay queued. */
export type Readiness = {
  /** What stands in the way, or null. */
  obstacle(): string | null;
  parts(): HealthPart[];
  /** Looks again; never throws. */
  check(): Promise<void>;
  /** Resolves after the first look, with which the worker begins. */
  settled: Promise<void>;
};

export function watchReadiness(context: Pick<WorkerContext, "docker" | "settings" | "instance" | "db" | "log">): Readiness {
  const { docker, settings } = context;
  const isolation = watchIsolation(context);
  let parts: HealthPart[] = [];
  const check = async () => {
    const engine = await engineHealth(docker);
    if (!engine.ok) isolation.forget();
    else await isolation.test();
    parts = engine.ok ? [engine, await diskPart(), ...isolation.parts()] : [engine];
  };
  const diskPart = async (): Promise<HealthPart> => {
    const free = await freeDiskBytes(docker).catch(() => null);
    const floor = settings.diskFloorBytes;
    if (free === null) return { name: "Disk", ok: true, detail: "Free space is not known for this Docker Engine.", hint: null };
    const ok = free >= floor;
    const detail = `${(free / GIB).toFixed(1)} GiB free for sandboxes; at least ${(floor / GIB).toFixed(1)} GiB are needed.`;
    return {
      name: "Disk",
      ok,
      detail,
      hint: ok ? null : "Free space on the Docker host (docker system df shows what uses it); tasks start by themselves after.",
    };
  };
  return {
    obstacle: () => (parts.length === 0 ? "The worker has just begun." : (parts.find((part) => !part.ok)?.detail ?? null)),
    parts: () => parts,
    check,
    settled: check(),
  };
}
