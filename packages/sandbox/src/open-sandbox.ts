import type { Workspace } from "@slipway/core";
import { WORKSPACE_ROOT } from "./container/container-spec.ts";
import type { DockerEngine } from "./engine/connect-docker.ts";
import type { StartedSandbox } from "./equip-sandbox.ts";
import { killEveryProcess } from "./exec/kill-processes.ts";
import { runCommand } from "./exec/run-command.ts";
import type { OpenNetwork } from "./gateway/sandbox-network.ts";
import type { SandboxLoss } from "./sandbox-state.ts";
import { type SandboxPlan, startSandbox } from "./start-sandbox.ts";
import { type ChangeRequest, collectChange, glimpseChange } from "./workspace/collect-change.ts";
import { putRepository, type RepositoryInput } from "./workspace/put-repository.ts";
import { refuseWriting, sealWorkspace } from "./workspace/seal-workspace.ts";
import { workspaceFiles } from "./workspace/workspace-files.ts";

export type Sandbox = AsyncDisposable & {
  readonly id: string;
  readonly workspace: Workspace;
  /** Why the platform ended the sandbox by itself; null while it did not. */
  loss(): SandboxLoss | null;
  /** Null where there is no gateway at all. */
  readonly network: Pick<OpenNetwork, "commonHosts" | "totals"> | null;
  putRepository(repository: RepositoryInput): Promise<void>;
  /** From here on nothing that runs in it can write the work tree. May be called again. */
  sealWorkspace(): Promise<void>;
  /** Ends everything that runs in it, so that nothing of an earlier command meddles with a later one. */
  endProcesses(): Promise<void>;
  /** Ends every process of the agent's first. */
  collectChange(request: ChangeRequest): Promise<{ patch: Uint8Array }>;
  /** Beside what runs, which goes on; null where the change cannot be read so. */
  glimpseChange(request: ChangeRequest): Promise<{ patch: Uint8Array } | null>;
  /** Lets go of the container, which stays as it is, with what runs in it, for `adoptSandbox`. Only `stop` may follow. */
  leave(): void;
  /** Kills every process and removes the container with its layer. May be called again. */
  stop(): Promise<void>;
};

/**
 * Creates and starts a container that the caller owns: dispose of it, or leave it to `reapSandboxes`. Throws NotFoundError where the
 * image is not there, UnavailableError where Docker is not, and the signal's reason after an abort.
 */
export async function openSandbox(engine: DockerEngine, plan: SandboxPlan): Promise<Sandbox> {
  return asSandbox(await startSandbox(engine, plan, "agent"));
}

export function asSandbox({ state, network, stop, letGo }: StartedSandbox): Sandbox {
  const files = workspaceFiles(state);
  return {
    id: state.container.id,
    workspace: { root: WORKSPACE_ROOT, runCommand: (command) => runCommand(state, command), ...files, ...refuseWriting(state, files) },
    loss: () => state.loss,
    network,
    putRepository: (repository) => putRepository(state, repository),
    sealWorkspace: () => sealWorkspace(state),
    endProcesses: () => killEveryProcess(state),
    collectChange: (request) => collectChange(state, request),
    glimpseChange: (request) => glimpseChange(state, request),
    leave: letGo,
    stop,
    [Symbol.asyncDispose]: stop,
  };
}
