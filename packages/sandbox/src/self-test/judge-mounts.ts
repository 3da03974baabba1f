import type { ProbeFacts } from "./probe-facts.ts";

/** What an engine mounts into every container: its own three files and its init from the host, all else from the kernel. */
const ENGINE_FILES = new Set([
  "/etc/resolv.conf",
  "/etc/hostname",
  "/etc/hosts",
  "/sbin/docker-init",
  "/usr/sbin/docker-init",
  "/dev/init",
]);
const KERNEL_TYPES = new Set(["proc", "sysfs", "tmpfs", "devpts", "mqueue", "cgroup", "cgroup2", "devtmpfs", "9p", "gofer", "overlay"]);
const DEVICES = new Set("console core fd full mqueue null ptmx pts random shm stderr stdin stdout tty urandom zero init net".split(" "));
const SHM_BYTES = "size=65536k";

/** What of the host shows inside; null where nothing does. */
export function judgeMounts({ lines, read, runtime }: ProbeFacts): string | null {
  const mounts = readMounts(lines("mounts"));
  if (mounts.length === 0) return "the mounts could not be read";
  const foreign = mounts.filter(({ point, type }) => point !== "/" && !ENGINE_FILES.has(point) && !KERNEL_TYPES.has(type));
  if (foreign.length > 0) return `mounted from outside: ${foreign.map(({ point }) => point).join(", ")}`;
  // A socket or a file below a memory disk of the host is mounted from the middle of it.
  const partial = mounts.filter(
    ({ root, point, type }) => type === "tmpfs" && root !== "/" && !/^\/(proc|sys|dev)\//.test(point) && root !== "/null",
  );
  if (partial.length > 0) return `mounted from outside: ${partial.map(({ point }) => point).join(", ")}`;
  const devices = read("devices")
    .split(/\s+/)
    .filter((name) => name !== "" && !DEVICES.has(name));
  if (devices.length > 0) return `devices: ${devices.slice(0, 5).join(", ")}`;
  if (read("engine") !== "") return `the engine's socket at ${read("engine")}`;
  const shared = mounts.find(({ point }) => point === "/dev/shm");
  return runtime !== "runsc" && shared !== undefined && !shared.options.includes(SHM_BYTES) ? "shared memory of the host" : null;
}

export type Mount = { root: string; point: string; flags: string[]; type: string; options: string };

/** Format of mountinfo: proc(5). */
export function readMounts(lines: readonly string[]): Mount[] {
  return lines.map((line) => {
    const [before = "", after = ""] = line.split(" - ");
    const [, , , root = "", point = "", flags = ""] = before.split(" ");
    const [type = "", , options = ""] = after.split(" ");
    return { root, point, flags: flags.split(","), type, options };
  });
}
