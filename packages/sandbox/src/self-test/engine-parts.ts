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

const Version = z.object({ ApiVersion: z.string().default("unknown") });

/** That of Docker 20.10: the first that knows a control group namespace of a container's own, and the least that was tested. */
const LEAST_API = [1, 41] as const;

/** What an operator should know of the engine. One that is too old is a broken control; nothing else of it stops a task. */
export async function engineParts({ docker, runtime }: DockerEngine): Promise<HealthPart[]> {
  const [info, version] = await Promise.all([docker.info().then(Info.parse), docker.version().then(Version.parse)]);
  if (!isRecent(version.ApiVersion)) return [tooOld(info.ServerVersion, version.ApiVersion)];
  const used = runtime ?? info.DefaultRuntime;
  const restore = info.LiveRestoreEnabled ? "tasks outlive a restart of the engine" : "a restart of the engine ends running tasks";
  const facts = [
    `Docker ${info.ServerVersion}`,
    `API ${version.ApiVersion}`,
    `storage ${info.Driver}`,
    `cgroup v${info.CgroupVersion}`,
    `runtime ${used}`,
    restore,
  ];
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

function isRecent(apiVersion: string): boolean {
  const [major = 0, minor = 0] = apiVersion.split(".").map(Number);
  const [leastMajor, leastMinor] = LEAST_API;
  return major > leastMajor || (major === leastMajor && minor >= leastMinor);
}

function tooOld(version: string, apiVersion: string): HealthPart {
  return {
    name: "engine",
    ok: false,
    detail: `The engine is too old: Docker ${version} speaks API ${apiVersion}, and ${LEAST_API.join(".")} is the least.`,
    hint: "No task starts on this worker. Install Docker Engine 20.10 or later; the test is made again by itself.",
  };
}
