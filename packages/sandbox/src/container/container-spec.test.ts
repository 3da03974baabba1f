import { expect, test } from "vitest";
import { containerSpec } from "./container-spec.ts";

test("the confinement of a sandbox is exactly this (C01)", () => {
  const spec = containerSpec({
    image: "some/image@sha256:00",
    limits: { cpus: 1.5, memoryBytes: 4 * 2 ** 30, processes: 512 },
    labels: { "slipway.instance": "one" },
    variables: { CI: "false", NAME: "value" },
    network: "none",
    seccompProfile: "{}",
  });
  expect(spec).toEqual({
    Image: "some/image@sha256:00",
    User: "65534:65534",
    Entrypoint: [],
    Cmd: ["sleep", "infinity"],
    Healthcheck: { Test: ["NONE"] },
    Env: [
      "HOME=/home/agent",
      "USER=agent",
      "LANG=C.UTF-8",
      "TERM=dumb",
      "CI=false",
      "GIT_EDITOR=true",
      "EDITOR=true",
      "VISUAL=true",
      "PAGER=cat",
      "GIT_PAGER=cat",
      "GIT_TERMINAL_PROMPT=0",
      "DEBIAN_FRONTEND=noninteractive",
      "PYTHONUNBUFFERED=1",
      "NAME=value",
    ],
    WorkingDir: "/",
    Tty: false,
    OpenStdin: false,
    Labels: { "slipway.instance": "one" },
    HostConfig: {
      NetworkMode: "none",
      Init: true,
      CapDrop: ["ALL"],
      SecurityOpt: ["no-new-privileges:true", "seccomp={}"],
      PidsLimit: 512,
      Memory: 4_294_967_296,
      MemorySwap: 4_294_967_296,
      NanoCpus: 1_500_000_000,
      OomScoreAdj: 500,
      Ulimits: [
        { Name: "nofile", Soft: 4_096, Hard: 4_096 },
        { Name: "core", Soft: 0, Hard: 0 },
      ],
      IpcMode: "private",
      CgroupnsMode: "private",
      ShmSize: 67_108_864,
      LogConfig: { Type: "none", Config: {} },
      Tmpfs: {
        "/tmp": "rw,exec,nosuid,nodev,mode=1777,size=536870912",
        "/run": "rw,nosuid,nodev,noexec,mode=755,size=16777216",
      },
    },
  });
});

test("a setup container differs by root's five capabilities and by holding no variable", () => {
  const plan = {
    image: "some/image",
    limits: { cpus: 1, memoryBytes: 2 ** 30, processes: 64 },
    labels: {},
    variables: { NAME: "value" },
    network: "none" as const,
    seccompProfile: "{}",
  };
  const agent = containerSpec(plan);
  expect(containerSpec({ ...plan, role: "setup" })).toEqual({
    ...agent,
    Env: [],
    HostConfig: {
      ...agent.HostConfig,
      CapAdd: ["CHOWN", "DAC_OVERRIDE", "FOWNER", "SETGID", "SETUID"],
      SecurityOpt: ["seccomp={}"],
    },
  });
});

test("under gVisor the runtime is named and the limit of processes leaves room for its own threads (C20)", () => {
  const plan = {
    image: "some/image",
    limits: { cpus: 1, memoryBytes: 2 ** 30, processes: 64 },
    labels: {},
    variables: {},
    network: "none" as const,
    seccompProfile: "{}",
  };
  const plain = containerSpec(plan);
  expect(containerSpec({ ...plan, runtime: "runsc" })).toEqual({
    ...plain,
    HostConfig: { ...plain.HostConfig, Runtime: "runsc", PidsLimit: 2_048 },
  });
  expect(containerSpec({ ...plan, runtime: "runc" }).HostConfig.PidsLimit).toBe(64);
});
