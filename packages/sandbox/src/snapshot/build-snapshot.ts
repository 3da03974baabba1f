import { Readable } from "node:stream";
import { BOUNDS, type CommandResult, createRedactor, type Secret } from "@slipway/core";
import { SNAPSHOT_LABEL, TREE_LABEL, treeLabel } from "../container/sandbox-labels.ts";
import type { DockerEngine } from "../engine/connect-docker.ts";
import { translateDockerError } from "../engine/docker-error.ts";
import { findImage } from "../engine/find-image.ts";
import { killEveryProcess } from "../exec/kill-processes.ts";
import { createOutputTail } from "../exec/output-tail.ts";
import { runCommand } from "../exec/run-command.ts";
import { runScript } from "../exec/run-script.ts";
import { type SandboxState, sandboxGone } from "../sandbox-state.ts";
import { type SandboxPlan, startSandbox } from "../start-sandbox.ts";
import { prepareWorkTree, putRepository, type RepositoryInput } from "../workspace/put-repository.ts";
import { HAND_OVER, LIST_LEFT_FILES } from "../workspace/repository-scripts.ts";
import { findSecretFiles, type SecretFile } from "./find-secret-files.ts";

export type SnapshotPlan = SandboxPlan & {
  /** Names the snapshot: its image is `slipway-snapshot:<id>`, labelled with it and with the owner's instance. */
  snapshotId: string;
  repository: Omit<RepositoryInput, "patch">;
  /** Run as root in the workspace by a login shell that stops at the first command that fails. */
  script: string;
  timeoutMs: number;
  /** Environment variables of the script alone; nothing else of the container sees them, and its image holds none. */
  secretVariables?: Record<string, string>;
  /** What may stand neither in the output nor in the image, in whatever encoding. */
  forbidden?: readonly Secret[];
  /** At most `BOUNDS.commandLogBytes`; `log` of a failure has the end all the same. */
  onOutput?: (text: string) => void;
};

export type SnapshotBuild = { durationMs: number; droppedBytes: number } & (
  | { kind: "built"; imageId: string; sizeBytes: number }
  /** `exitCode` is null unless the script ended by itself. `log` ends the output, at most 64 KiB. */
  | { kind: "failed"; ending: CommandResult["ending"]; exitCode: number | null; log: string; outOfMemory: boolean }
  /** The script left secrets in files, so nothing was kept. `log` ends in a sentence that names them and says what to do. */
  | { kind: "failed"; ending: "exited"; exitCode: 0; log: string; outOfMemory: false; leaked: SecretFile[] }
);

const HAND_OVER_MS = 600_000;
/** Where the shell is bash, the log says which command it was. */
export const STRICT = `set -e; [ -z "$BASH_VERSION" ] || { set -E; trap 'echo "[setup stopped with exit code $?: $BASH_COMMAND]"' ERR; }\n`;

/**
 * Runs a setup script in a container of its own and commits what it left as an image, without a variable of ours in it. A script that
 * fails is an answer; throws as `openSandbox` does, and the signal's reason after an abort. The container is gone afterwards.
 */
export async function buildSnapshot(engine: DockerEngine, plan: SnapshotPlan): Promise<SnapshotBuild> {
  const { state, stop } = await startSandbox(engine, plan, "setup");
  const { signal } = plan;
  const onAbort = () => void stop().catch(() => undefined);
  signal?.addEventListener("abort", onAbort, { once: true });
  if (signal?.aborted) onAbort();
  try {
    await putRepository(state, { ...plan.repository, patch: null });
    return await setUp(engine, state, plan);
  } catch (error) {
    signal?.throwIfAborted();
    throw error;
  } finally {
    signal?.removeEventListener("abort", onAbort);
    await stop();
  }
}

async function setUp(engine: DockerEngine, state: SandboxState, plan: SnapshotPlan): Promise<SnapshotBuild> {
  const output = createOutputTail({ limitBytes: BOUNDS.commandLogBytes, onOutput: plan.onOutput });
  const { forbidden = [] } = plan;
  const hidden = createRedactor({ secrets: forbidden }).open();
  const startedAt = performance.now();
  const spent = () => ({ durationMs: Math.round(performance.now() - startedAt), droppedBytes: output.droppedBytes() });
  const failed = (ending: CommandResult["ending"], exitCode: number | null, outOfMemory: boolean): SnapshotBuild => {
    return { kind: "failed", ending, exitCode, log: output.tail(), outOfMemory, ...spent() };
  };
  try {
    const result = await runCommand(state, {
      command: STRICT + plan.script,
      timeoutMs: plan.timeoutMs,
      maxOutputBytes: Number.MAX_SAFE_INTEGER,
      onOutput: (text) => output.take(hidden.write(text)),
      ...(plan.secretVariables && { variables: plan.secretVariables }),
      ...(plan.signal && { signal: plan.signal }),
    });
    output.take(hidden.end());
    plan.signal?.throwIfAborted();
    if (result.ending !== "exited" || result.exitCode !== 0) return failed(result.ending, result.exitCode, result.outOfMemory);
    await killEveryProcess(state);
    await handOver(state);
    const tree = (await prepareWorkTree(state, plan.repository)) ? treeLabel(plan.repository) : "";
    const leaked = await findLeaks(state, forbidden);
    if (leaked.length > 0) {
      output.take(leakNotice(leaked));
      return { kind: "failed", ending: "exited", exitCode: 0, log: output.tail(), outOfMemory: false, leaked, ...spent() };
    }
    return { kind: "built", ...(await commit(engine, state, { ...plan, tree })), ...spent() };
  } catch (error) {
    if (state.loss?.code !== "disk_full") throw error;
    output.take(`\n[${state.loss.message}]\n`);
    return failed("killed", null, false);
  }
}

async function handOver(state: SandboxState): Promise<void> {
  for (const body of [LIST_LEFT_FILES, HAND_OVER]) {
    const { exitCode, errors } = await runScript(state, { user: state.user, body, timeoutMs: HAND_OVER_MS });
    if (exitCode !== 0) throw sandboxGone(state, new Error(`The files of the setup could not be handed over: ${errors.trim()}`));
  }
}

/** The engine exports the file system, so nothing that the script left in the container has a say in it. */
async function findLeaks(state: SandboxState, forbidden: readonly Secret[]): Promise<SecretFile[]> {
  if (forbidden.length === 0) return [];
  try {
    return await findSecretFiles(Readable.from(await state.container.export()), forbidden);
  } catch (error) {
    throw translateDockerError(error, "looking for secrets in the snapshot");
  }
}

function leakNotice(leaked: readonly SecretFile[]): string {
  const places = leaked.map(({ secret, path }) => `${secret} in ${path}`).join(", ");
  return (
    `\n[The setup left secrets in files, and a snapshot is shared by tasks, so it was thrown away: ${places}. ` +
    "Remove the files at the end of the setup script, or give the secrets the scope gateway.]\n"
  );
}

async function commit(engine: DockerEngine, { container }: SandboxState, { snapshotId, image, tree }: SnapshotPlan & { tree: string }) {
  try {
    const changes = `LABEL ${SNAPSHOT_LABEL}=${snapshotId} ${TREE_LABEL}="${tree}" slipway.role=snapshot`;
    await container.commit({ repo: "slipway-snapshot", tag: snapshotId, comment: "Slipway snapshot", changes, pause: true });
  } catch (error) {
    throw translateDockerError(error, `keeping the snapshot of ${image}`);
  }
  const [made, from] = await Promise.all([findImage(engine, { tag: `slipway-snapshot:${snapshotId}` }), findImage(engine, { tag: image })]);
  if (made === null) throw translateDockerError(new Error("the new image is gone"), `keeping the snapshot of ${image}`);
  return { imageId: made.imageId, sizeBytes: Math.max(0, made.sizeBytes - (from?.sizeBytes ?? 0)) };
}
