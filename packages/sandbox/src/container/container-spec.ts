import type { Limits } from "@slipway/core";
import type { ContainerCreateOptions, HostConfig } from "dockerode";

export type ContainerPlan = {
  image: string;
  limits: Pick<Limits, "cpus" | "memoryBytes" | "processes">;
  labels: Record<string, string>;
  variables: Record<string, string>;
  network: "none";
  /** JSON text, as the engine takes it. */
  seccompProfile: string;
  /** `setup` is where an environment's setup runs as root and what is committed as its snapshot; `agent` is every other sandbox. */
  role?: "agent" | "setup";
  /** The OCI runtime by the name under which the engine knows it; the engine's default when absent. */
  runtime?: string;
};

/** The uid and gid of everything that the agent starts. PID 1 runs under another uid, so that nothing of the agent's can end or read it. */
export const AGENT_USER = "1000:1000";
/** Of commands that may read the work tree and not write it. */
export const READER_USER = "1001:1001";
export const AGENT_HOME = "/home/agent";
export const SETUP_USER = "0:0";
export const WORKSPACE_ROOT = "/workspace";

const MIB = 2 ** 20;
/** Nothing waits for a person, nothing pages, nothing colours. An environment's own variables may overrule each. */
export const DISARMED = {
  HOME: AGENT_HOME,
  USER: "agent",
  LANG: "C.UTF-8",
  TERM: "dumb",
  CI: "1",
  GIT_EDITOR: "true",
  EDITOR: "true",
  VISUAL: "true",
  PAGER: "cat",
  GIT_PAGER: "cat",
  GIT_TERMINAL_PROMPT: "0",
  DEBIAN_FRONTEND: "noninteractive",
  PYTHONUNBUFFERED: "1",
};

/** What package managers need of root: owners and modes of any file, and stepping down to users of their own. */
const SETUP_CAPABILITIES = ["CHOWN", "DAC_OVERRIDE", "FOWNER", "SETGID", "SETUID"];

/** `CgroupnsMode` is missing from the client's typings. */
export type ContainerSpec = ContainerCreateOptions & { HostConfig: HostConfig & { CgroupnsMode: "private" } };

/** The whole confinement of a sandbox in one value: limits + image + network in, the engine's create options out. */
export function containerSpec(plan: ContainerPlan): ContainerSpec {
  const { image, limits, labels, network } = plan;
  return {
    Image: image,
    User: "65534:65534",
    Entrypoint: [],
    Cmd: ["sleep", "infinity"],
    Healthcheck: { Test: ["NONE"] },
    Env: environmentOf(plan),
    WorkingDir: "/",
    Tty: false,
    OpenStdin: false,
    Labels: labels,
    HostConfig: {
      ...(plan.runtime !== undefined && { Runtime: plan.runtime }),
      NetworkMode: network,
      Init: true,
      ...privilegesOf(plan),
      PidsLimit: processLimit(plan),
      Memory: limits.memoryBytes,
      MemorySwap: limits.memoryBytes,
      NanoCpus: Math.round(limits.cpus * 1e9),
      OomScoreAdj: 500,
      Ulimits: [
        { Name: "nofile", Soft: 4_096, Hard: 4_096 },
        { Name: "core", Soft: 0, Hard: 0 },
      ],
      IpcMode: "private",
      CgroupnsMode: "private",
      ShmSize: 64 * MIB,
      LogConfig: { Type: "none", Config: {} },
      Tmpfs: {
        "/tmp": `rw,exec,nosuid,nodev,mode=1777,size=${Math.min(512 * MIB, Math.floor(limits.memoryBytes / 2))}`,
        "/run": `rw,nosuid,nodev,noexec,mode=755,size=${16 * MIB}`,
      },
    },
  };
}

/** A committed image keeps its container's variables for ever, so a setup container has none: each of its execs is given them. */
function environmentOf({ role, variables }: ContainerPlan): string[] {
  return role === "setup" ? [] : variableList({ ...DISARMED, ...variables });
}

export function variableList(variables: Record<string, string>): string[] {
  return Object.entries(variables).map(([name, value]) => `${name}=${value}`);
}

/**
 * With no-new-privileges an exec as root holds no capability at all while PID 1 is another user (runc keeps the permitted set of PID 1),
 * so setup does without; the bounding set still caps whatever a setuid file could give.
 */
function privilegesOf({ role, seccompProfile }: ContainerPlan): Pick<HostConfig, "CapDrop" | "CapAdd" | "SecurityOpt"> {
  const seccomp = `seccomp=${seccompProfile}`;
  if (role === "setup") return { CapDrop: ["ALL"], CapAdd: SETUP_CAPABILITIES, SecurityOpt: [seccomp] };
  return { CapDrop: ["ALL"], SecurityOpt: ["no-new-privileges:true", seccomp] };
}

/** Under gVisor the threads of its own kernel count against the limit, and too low a limit ends the sandbox. */
const GVISOR_PROCESSES = 2_048;

export function processLimit({ runtime, limits }: Pick<ContainerPlan, "runtime"> & { limits: Pick<Limits, "processes"> }): number {
  return runtime === "runsc" ? Math.max(limits.processes, GVISOR_PROCESSES) : limits.processes;
}
