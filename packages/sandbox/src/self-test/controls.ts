import { judgeCapabilities } from "./judge-capabilities.ts";
import { judgeFolders } from "./judge-folders.ts";
import { judgeMounts } from "./judge-mounts.ts";
import { judgeNetwork } from "./judge-network.ts";
import type { ProbeFacts } from "./probe-facts.ts";

/** One promise of the cage. `judge` says what breaks it, or null. */
export type Control = { name: string; promise: string; judge(facts: ProbeFacts): string | null };

const EPERM = 1;
const OWN_UIDS = { agent: "1000\t1000\t1000\t1000", setup: "0\t0\t0\t0" };
const FIRST_UIDS = "65534\t65534\t65534\t65534";
/** gVisor answers these itself, for its own kernel, and takes no seccomp profile. */
const GVISOR_OWN = new Set(["ptrace", "unshare", "keyctl", "userfaultfd"]);
const ENOSYS = 38;

/** Everything that must hold before a task may run, each by what a process inside really meets. */
export const CONTROLS: readonly Control[] = [
  { name: "isolation: network", promise: "No interface but lo, no route, no resolver, no socket of others.", judge: judgeNetwork },
  { name: "isolation: capabilities", promise: "No capability, held or to be gained.", judge: judgeCapabilities },
  {
    name: "isolation: no new privileges",
    promise: "No program raises privileges.",
    judge: ({ status }) => (status("status", "NoNewPrivs") === "1" ? null : "no-new-privileges is not in force"),
  },
  {
    name: "isolation: system calls",
    promise: "The seccomp profile refuses what programs without privileges do not need.",
    judge: judgeCalls,
  },
  { name: "isolation: first process", promise: "PID 1 belongs to another user and can be neither ended nor read.", judge: judgeFirst },
  { name: "isolation: process limit", promise: "Processes are bounded, and the sandbox works again afterwards.", judge: judgeProcesses },
  { name: "isolation: memory limit", promise: "Memory is bounded.", judge: judgeMemory },
  { name: "isolation: processor limit", promise: "Processors are bounded.", judge: judgeProcessors },
  { name: "isolation: temporary folders", promise: "/tmp and /run are in memory and bounded.", judge: judgeFolders },
  {
    name: "isolation: kernel switches",
    promise: "Nothing of the kernel's can be written.",
    judge: judgeSwitches,
  },
  { name: "isolation: host paths", promise: "No file, device or engine socket of the host.", judge: judgeMounts },
  {
    name: "isolation: base repository",
    promise: "The agent cannot write the repository that changes are read against.",
    judge: ({ read }) => (read("base") === "" && read("kernel") !== "" ? null : `writable: ${read("base")}`),
  },
  { name: "isolation: variables", promise: "No variable but the image's and the sandbox's own.", judge: judgeVariables },
];

/** Setup's root may gain what it has anyway (docs/decisions/0007-setup-without-no-new-privileges.md), and writes the repository that it is handed. */
const NOT_OF_SETUP = new Set(["isolation: no new privileges", "isolation: base repository"]);

/** What must hold in a setup's container too. */
export const SETUP_CONTROLS = CONTROLS.filter(({ name }) => !NOT_OF_SETUP.has(name));

function faults(found: readonly string[], what: string): string | null {
  return found.length === 0 ? null : `${what} ${found.join(", ")}`;
}

function judgeCalls({ kernel, status, runtime }: ProbeFacts): string | null {
  if (kernel === null) return "the probe's program did not run";
  const isGvisor = runtime === "runsc";
  if (!isGvisor && status("status", "Seccomp") !== "2") return "no seccomp filter is in force";
  const open = Object.entries(kernel.calls).filter(
    ([name, errno]) => errno !== EPERM && !(isGvisor && (errno === ENOSYS || GVISOR_OWN.has(name) || name.startsWith("socket"))),
  );
  return faults(
    open.map(([name]) => name),
    "not refused:",
  );
}

function judgeFirst({ status, read, role, runtime }: ProbeFacts): string | null {
  if (status("status", "Uid") !== OWN_UIDS[role]) return `commands run as uid ${status("status", "Uid").split("\t")[0]}`;
  if (status("first", "Uid") !== FIRST_UIDS) return `PID 1 runs as uid ${status("first", "Uid").split("\t")[0]}`;
  if (read("signalled") !== "") return "PID 1 can be signalled";
  // What root may open is gVisor's own decision, and PID 1 of a setup holds nothing.
  if (runtime === "runsc" && role === "setup") return null;
  if (read("writable").includes("/proc/1/")) return "PID 1's files can be written";
  return read("environment") === "0" ? null : "PID 1's variables can be read";
}

function judgeSwitches({ read, runtime }: ProbeFacts): string | null {
  const writable = read("writable")
    .split(" ")
    .filter((path) => path !== "" && !path.startsWith("/proc/1/"));
  const isReadOnly = runtime === "runsc" || / \/proc\/sys ro\b/.test(read("mounts"));
  return faults(isReadOnly ? writable : ["/proc/sys", ...writable], "writable:");
}

function judgeProcesses({ kernel, recovered, runtime, limits, applied }: ProbeFacts): string | null {
  if (!recovered) return "after the limit was met no command ran any more";
  // gVisor's own threads count, so its limit is far above what a probe may start.
  if (runtime === "runsc") return applied.processes >= limits.processes ? null : "the engine applied no limit";
  if (kernel === null) return "the probe's program did not run";
  return kernel.refusedChildren > 0 ? null : `${kernel.children} children of one process were allowed, the limit being ${limits.processes}`;
}

function judgeMemory({ read, limits }: ProbeFacts): string | null {
  const text = read("memory");
  const inKibibytes = /(\d+) kB/.exec(text)?.[1];
  const bytes = inKibibytes === undefined ? Number(text) : Number(inKibibytes) * 1_024;
  return bytes > 0 && bytes <= limits.memoryBytes ? null : `the limit is ${text || "not readable"}, not ${limits.memoryBytes} bytes`;
}

function judgeProcessors({ words, runtime, limits, applied }: ProbeFacts): string | null {
  // gVisor shows no control group of this kind inside.
  if (runtime === "runsc") return applied.cpus > 0 && applied.cpus <= limits.cpus ? null : "the engine applied no limit";
  const [quota = "", period = ""] = words("processors");
  const share = Number(quota) / Number(period);
  return share > 0 && share <= limits.cpus
    ? null
    : `the limit is ${`${quota} ${period}`.trim() || "not readable"}, not ${limits.cpus} CPUs`;
}

function judgeVariables({ read, expectedVariables }: ProbeFacts): string | null {
  const expected = new Set(expectedVariables.map((each) => each.split("=")[0]));
  const shell = new Set(["HOSTNAME", "HOME", "PATH", "PWD", "OLDPWD", "SHLVL", "_"]);
  const names = read("variables")
    .split("\0")
    .filter(Boolean)
    .map((pair) => pair.split("=")[0] ?? "");
  if (names.length === 0) return "they could not be read";
  return faults(
    names.filter((name) => !expected.has(name) && !shell.has(name)),
    "not expected:",
  );
}
