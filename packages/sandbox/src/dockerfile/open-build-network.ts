import type { SandboxOwner } from "../container/sandbox-labels.ts";
import type { DockerEngine } from "../engine/connect-docker.ts";
import { BUILD_PROXY } from "../gateway/proxy-environment.ts";
import type { SandboxNetwork } from "../gateway/sandbox-network.ts";
import { startSandbox } from "../start-sandbox.ts";
import type { ImagePlan } from "./build-image.ts";

/**
 * The policy's side for setups counts. No secret is added: commands trust what their base image trusts, so no TLS is opened for them.
 * `commonHosts` are those of the images that the build starts from; nothing is asked for them here. `owner` is of the container that
 * holds the gateway.
 */
export type BuildNetworkPlan = Omit<SandboxNetwork, "secrets" | "phase"> & { owner: SandboxOwner };

/** Disposing of it removes the gateway's container, and with it the way out of any command that still runs. */
export type BuildNetwork = AsyncDisposable & { mode: string; buildargs?: Record<string, string> };

/** A step is as long as its author made it, and stands in the event of each of its requests. */
const STEP_CHARACTERS = 500;
const GATEWAY = { memoryBytes: 256 * 2 ** 20, processes: 64 };
const NONE: BuildNetwork = { mode: "none", [Symbol.asyncDispose]: async () => undefined };

/**
 * The network of a build's commands: none, or that of a container confined as a sandbox, whose only interface is `lo` too and where the
 * gateway listens. `step` tells which step runs.
 */
export async function openBuildNetwork(engine: DockerEngine, plan: ImagePlan, step: () => string | null): Promise<BuildNetwork> {
  const { network, limits, signal } = plan;
  if (network === undefined || network.policy.setup === "off") return NONE;
  const { owner, ...wanted } = network;
  const { state, stop } = await startSandbox(
    engine,
    {
      image: wanted.settings.forwarderImage,
      limits: { ...limits, ...GATEWAY, cpus: Math.min(limits.cpus, 1) },
      variables: {},
      owner,
      network: {
        ...wanted,
        phase: "setup",
        settings: { ...wanted.settings, authorities: null },
        commonHosts: wanted.commonHosts ?? [],
        onRequest: (event) => wanted.onRequest({ ...event, command: step()?.slice(0, STEP_CHARACTERS) ?? null }),
      },
      ...(signal && { signal }),
    },
    "agent",
  );
  return { mode: `container:${state.container.id}`, buildargs: BUILD_PROXY, [Symbol.asyncDispose]: stop };
}
