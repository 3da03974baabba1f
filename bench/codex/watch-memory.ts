import { readdirSync, readFileSync } from "node:fs";

const EVERY_MS = 5;

/**
 * The most memory that a process and its children held, in bytes: the sum of their resident sizes, looked at every few
 * milliseconds. Linux alone tells it (proc(5)); 0 elsewhere.
 */
export function watchMemory(pid: number): { stop(): number } {
  let peak = 0;
  const look = () => {
    peak = Math.max(peak, residentBytes(pid));
  };
  look();
  const timer = setInterval(look, EVERY_MS);
  return {
    stop() {
      clearInterval(timer);
      return peak;
    },
  };
}

function residentBytes(pid: number): number {
  try {
    const kilobytes = /^VmRSS:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, "utf8"))?.[1] ?? "0";
    const threads = readdirSync(`/proc/${pid}/task`);
    const children = threads.flatMap((thread) => readFileSync(`/proc/${pid}/task/${thread}/children`, "utf8").trim().split(" "));
    return (
      Number(kilobytes) * 1024 + children.filter((child) => child !== "").reduce((sum, child) => sum + residentBytes(Number(child)), 0)
    );
  } catch {
    return 0;
  }
}
