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
};

/** The uid and gid of everything that the agent starts. PID 1 runs under another uid, so that nothing of the agent's can end or read it. */
export const AGENT_USER = "1000:1000";
export const AGENT_HOME = "/home/agent";
export const WORKSPACE_ROOT = "/workspace";

const MIB = 2 ** 20;
/** Nothing waits for a person, nothing pages, nothing colours. An environment's own variables may overrule each. */
const DISARMED = {
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

/** `CgroupnsMode` is missing from the client's typings. */
export type ContainerSpec = ContainerCreateOptions & { HostConfig: HostConfig & { CgroupnsMode: "private" } };

/** The whole confinement of a sandbox in one value: limits + image + network in, the engine's create options out. */
export function containerSpec({ image, limits, labels, variables, network, seccompProfile }: ContainerPlan): ContainerSpec {
  return {
    Image: image,
    User: "65534:65534",
    Entrypoint: [],
    Cmd: ["sleep", "infinity"],
    Healthcheck: { Test: ["NONE"] },
    Env: Object.entries({ ...DISARMED, ...variables }).map(([name, value]) => `${name}=${value}`),
    WorkingDir: "/",
    Tty: false,
    OpenStdin: false,
    Labels: labels,
    HostConfig: {
      NetworkMode: network,
      Init: true,
      CapDrop: ["ALL"],
      SecurityOpt: ["no-new-privileges:true", `seccomp=${seccompProfile}`],
      PidsLimit: limits.processes,
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
