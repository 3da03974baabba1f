import type { Limits, Workspace } from "@slipway/core";
import type { Container } from "dockerode";
import { collectChange } from "./collect-change.ts";
import type { DockerEngine } from "./connect-docker.ts";
import { containerSpec, WORKSPACE_ROOT } from "./container-spec.ts";
import { translateDockerError } from "./docker-error.ts";
import { putRepository, type RepositoryInput } from "./put-repository.ts";
import { removeContainer } from "./remove-container.ts";
import { runCommand } from "./run-command.ts";
import { type SandboxOwner, sandboxLabels } from "./sandbox-labels.ts";
import type { SandboxLoss, SandboxState } from "./sandbox-state.ts";
import { SECCOMP_PROFILE } from "./seccomp-profile.ts";
import { watchDisk } from "./watch-disk.ts";
import { workspaceFiles } from "./workspace-files.ts";

export type SandboxPlan = {
  image: string;
  limits: Limits;
  variables: Record<string, string>;
  owner: SandboxOwner;
  signal?: AbortSignal;
};

export type Sandbox = AsyncDisposable & {
  readonly id: string;
  readonly workspace: Workspace;
  /** Why the platform ended the sandbox by itself; null while it did not. */
  loss(): SandboxLoss | null;
  putRepository(repository: RepositoryInput): Promise<void>;
  /** Ends every process of the agent's first. */
  collectChange(request: { baseCommit: string; maxBytes: number }): Promise<{ patch: Uint8Array }>;
  /** Kills every process and removes the container with its layer. May be called again. */
  stop(): Promise<void>;
};

/**
 * Creates and starts a container that the caller owns: dispose of it, or leave it to `reapSandboxes`. Throws NotFoundError where the
 * image is not there, UnavailableError where Docker is not, and the signal's reason after an abort.
 */
export async function openSandbox(engine: DockerEngine, plan: SandboxPlan): Promise<Sandbox> {
  const container = await startContainer(engine, plan);
  const state: SandboxState = { container, limits: plan.limits, oomKills: 0, loss: null };
  const disk = watchDisk(engine, state, async (message) => {
    state.loss = { code: "disk_full", message };
    await stop();
  });
  let stopping: Promise<void> | undefined;
  const stop = () => {
    disk[Symbol.dispose]();
    state.loss ??= { code: "sandbox_lost", message: `Sandbox ${container.id.slice(0, 12)} was stopped.` };
    stopping ??= removeContainer(container).catch((error: unknown) => {
      stopping = undefined;
      throw error;
    });
    return stopping;
  };
  return {
    id: container.id,
    workspace: { root: WORKSPACE_ROOT, runCommand: (command) => runCommand(state, command), ...workspaceFiles(state) },
    loss: () => state.loss,
    putRepository: (repository) => putRepository(state, repository),
    collectChange: (request) => collectChange(state, request),
    stop,
    [Symbol.asyncDispose]: stop,
  };
}

async function startContainer(engine: DockerEngine, { image, limits, variables, owner, signal }: SandboxPlan): Promise<Container> {
  signal?.throwIfAborted();
  let container: Container | undefined;
  try {
    // The engine refuses more CPUs than it has.
    const cpus = Math.min(limits.cpus, (await engine.facts()).cpus);
    const labels = sandboxLabels(owner);
    const spec = containerSpec({ image, limits: { ...limits, cpus }, labels, variables, network: "none", seccompProfile: SECCOMP_PROFILE });
    container = await engine.docker.createContainer(spec);
    await container.start();
    signal?.throwIfAborted();
    return container;
  } catch (error) {
    if (container !== undefined) await removeContainer(container).catch(() => undefined);
    if (signal?.aborted) throw signal.reason;
    throw translateDockerError(error, `starting a sandbox from ${image}`);
  }
}
