import { type Mount, readMounts } from "./judge-mounts.ts";
import type { ProbeFacts } from "./probe-facts.ts";

const FOLDERS = [
  { point: "/tmp", flags: ["nosuid", "nodev"], most: ({ memoryBytes }: ProbeFacts["limits"]) => memoryBytes / 2 },
  { point: "/run", flags: ["nosuid", "nodev", "noexec"], most: () => 16 * 2 ** 20 },
];

/** What breaks the promise that the folders in memory are bounded; null while it holds. */
export function judgeFolders({ lines, runtime, limits }: ProbeFacts): string | null {
  const mounts = readMounts(lines("mounts"));
  for (const { point, flags, most } of FOLDERS) {
    const mount = mounts.findLast((each) => each.point === point);
    if (mount?.type !== "tmpfs") return `${point} is not in memory`;
    // gVisor's list tells neither (GenerateProcMountInfo in its pkg/sentry/vfs/mount.go).
    if (runtime === "runsc") continue;
    const missing = flags.filter((flag) => !mount.flags.includes(flag));
    if (missing.length > 0) return `${point} is not mounted ${missing.join(", ")}`;
    if (sizeOf(mount) > most(limits)) return `${point} may grow over ${most(limits)} bytes`;
  }
  return null;
}

/** Infinite where the kernel tells none (tmpfs(5)). */
function sizeOf({ options }: Mount): number {
  const [, number, unit = ""] = /(?:^|,)size=(\d+)([kmg]?)/.exec(options) ?? [];
  return number === undefined ? Number.POSITIVE_INFINITY : Number(number) * 1_024 ** " kmg".indexOf(unit || " ");
}
