import type { Limits } from "@slipway/core";
import { readSandboxLabels } from "../container/sandbox-labels.ts";
import type { DockerEngine } from "../engine/connect-docker.ts";

/**
 * The builder sets no limit of processes, but says the id of each container before it starts: it is set then. A command may print
 * such a line too, so only containers that look like this build's are touched, and never one of Slipway's own.
 */
export function boundBuildContainers(engine: DockerEngine, { processes, memoryBytes }: Limits, network: string): (text: string) => void {
  return (text) => {
    const id = /^ ---> Running in ([0-9a-f]{12})\n?$/.exec(text)?.[1];
    if (id !== undefined) void bound(id).catch(() => undefined);
  };

  async function bound(id: string): Promise<void> {
    const container = engine.docker.getContainer(id);
    const { Config, HostConfig } = await container.inspect();
    const isOfBuild =
      HostConfig.NetworkMode === network && HostConfig.Memory === memoryBytes && readSandboxLabels(Config.Labels ?? {}) === null;
    if (isOfBuild) await container.update({ PidsLimit: processes });
  }
}
