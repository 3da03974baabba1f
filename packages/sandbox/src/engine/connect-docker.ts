import Docker from "dockerode";
import { z } from "zod";
import { translateDockerError } from "./docker-error.ts";

/** A Docker Engine. Made once per process; every verb of this package takes it first. */
export type DockerEngine = {
  readonly docker: Docker;
  /** The OCI runtime of every container that this package makes; the engine's default when absent. */
  readonly runtime?: string;
  /** What the engine says of itself, asked once. Throws UnavailableError while Docker does not answer. */
  facts(): Promise<EngineFacts>;
};

/** `id` tells engines apart: an image of one is not there on another. */
export type EngineFacts = { id: string; version: string; cpus: number; memoryBytes: number; rootFolder: string; local: boolean };

const EngineInfo = z.object({
  ID: z.string().default(""),
  ServerVersion: z.string(),
  NCPU: z.number().min(1),
  MemTotal: z.number(),
  DockerRootDir: z.string(),
});

/** Accepts `unix:///path`, `tcp://host:port`, `http(s)://host:port` and Windows' `npipe:`; the default socket when absent. Connects lazily. */
export function connectDocker({ dockerHost, runtime }: { dockerHost?: string; runtime?: string } = {}): DockerEngine {
  const address = parseAddress(dockerHost ?? "unix:///var/run/docker.sock");
  const docker = new Docker(address);
  let known: Promise<EngineFacts> | undefined;
  return {
    docker,
    ...(runtime !== undefined && { runtime }),
    facts() {
      known ??= askEngine(docker, "socketPath" in address).catch((error: unknown) => {
        known = undefined;
        throw translateDockerError(error, "asking Docker about itself");
      });
      return known;
    },
  };
}

function parseAddress(dockerHost: string) {
  const socket = /^(?:unix|npipe):\/\/(.+)$/.exec(dockerHost)?.[1];
  if (socket !== undefined) return { socketPath: socket };
  const url = new URL(dockerHost.replace(/^tcp:/, "http:"));
  const protocol = url.protocol === "https:" ? ("https" as const) : ("http" as const);
  return { protocol, host: url.hostname, port: Number(url.port || (protocol === "https" ? 2376 : 2375)) };
}

async function askEngine(docker: Docker, local: boolean): Promise<EngineFacts> {
  const info = EngineInfo.parse(await docker.info());
  return { id: info.ID, version: info.ServerVersion, cpus: info.NCPU, memoryBytes: info.MemTotal, rootFolder: info.DockerRootDir, local };
}
