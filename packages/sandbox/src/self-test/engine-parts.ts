import type { HealthPart } from "@slipway/core";
import { z } from "zod";
import type { DockerEngine } from "../engine/connect-docker.ts";

const Info = z.object({
  ServerVersion: z.string(),
  Driver: z.string().default("unknown"),
  LiveRestoreEnabled: z.boolean().default(false),
  CgroupVersion: z.string().default("1"),
  DefaultRuntime: z.string().default("runc"),
  Runtimes: z.record(z.string(), z.unknown()).default({}),
});

/** What an operator should know of the engine; nothing of it stops a task. */
export async function engineParts({ docker, runtime }: DockerEngine): Promise<HealthPart[]> {
  const info = Info.parse(await docker.info());
  const used = runtime ?? info.DefaultRuntime;
  const restore = info.LiveRestoreEnabled ? "tasks outlive a restart of the engine" : "a restart of the engine ends running tasks";
  const facts = [`Docker ${info.ServerVersion}`, `storage ${info.Driver}`, `cgroup v${info.CgroupVersion}`, `runtime ${used}`, restore];
  return [
    { name: "engine", ok: true, detail: `${facts.join(", ")}.`, hint: null },
    {
      name: "disk bound",
      ok: true,
      detail: `A watchdog measures each sandbox on storage driver ${info.Driver} and ends it when it outgrows its limit; no quota is in force.`,
      hint: null,
    },
  ];
}
