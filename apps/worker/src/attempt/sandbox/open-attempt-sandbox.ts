import { createReadStream } from "node:fs";
import { openSandbox, type Sandbox, type SandboxPlan } from "@slipway/sandbox";
import { attemptNetwork } from "../../environment/attempt-network.ts";
import type { AttemptRun, PreparedRepository } from "../attempt-run.ts";

/** A sandbox of this attempt. */
export async function openAttemptSandbox(run: AttemptRun, role: "agent" | "checks"): Promise<Sandbox> {
  return openSandbox(run.context.docker, await sandboxPlan(run, role));
}

/** What a sandbox of this attempt is, labelled with its epoch so that the reaper knows when nobody owns it any more. */
export async function sandboxPlan(run: AttemptRun, role: "agent" | "checks"): Promise<SandboxPlan> {
  const { context, work, limits, image, signal } = run;
  const network = await attemptNetwork(run, "agent");
  return {
    network,
    image,
    limits,
    variables: work.environment?.variables ?? {},
    owner: { instance: context.instance, attemptId: work.attemptId, epoch: work.epoch, role },
    signal,
  };
}

/** Puts the repository in at the base commit, with `patch` on top. */
export function fillSandbox(
  run: AttemptRun,
  { sandbox, repository, patch }: { sandbox: Sandbox; repository: PreparedRepository; patch: Uint8Array | null },
): Promise<void> {
  return sandbox.putRepository({
    bundle: createReadStream(repository.bundlePath),
    commit: repository.baseCommit,
    branch: run.work.baseBranch,
    patch,
    mayBeThere: run.snapshotKey !== null,
  });
}
