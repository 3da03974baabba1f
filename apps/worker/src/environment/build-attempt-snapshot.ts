import { createReadStream } from "node:fs";
import type { SnapshotResult } from "@slipway/db";
import { buildSnapshot } from "@slipway/sandbox";
import type { AttemptRun, PreparedRepository } from "../attempt/attempt-run.ts";
import { recordCommand } from "../attempt/command-record.ts";
import { attemptNetwork } from "./attempt-network.ts";
import { secretVariables } from "./attempt-secrets.ts";
import { finishBuild } from "./finish-build.ts";
import type { Build } from "./obtain-snapshot.ts";
import { setupFailure } from "./setup-failure.ts";
import { setupVariables } from "./setup-variables.ts";

const MOST_SECONDS = 30 * 60;

/** Builds the snapshot that this attempt has claimed and stores how that ended, for all who wait for it. */
export async function buildAttemptSnapshot(run: AttemptRun, repository: PreparedRepository, build: Build): Promise<void> {
  await finishBuild(run, { build, make: (signal) => setUp(run, { repository, build, signal }) });
}

async function setUp(
  run: AttemptRun,
  { repository, build, signal }: { repository: PreparedRepository; build: Build; signal: AbortSignal },
): Promise<SnapshotResult> {
  const { context, work, limits, journal } = run;
  const script = work.environment?.setupScript ?? "";
  const record = await recordCommand(journal, { callId: "setup", command: script, cwd: "/workspace" });
  try {
    const network = await attemptNetwork(run, "setup");
    const built = await buildSnapshot(context.docker, {
      network,
      image: run.image,
      limits,
      variables: setupVariables(run),
      secretVariables: secretVariables(run.secrets, "setup"),
      // The platform's own never enter a container; without secrets of the environment there is nothing to look for.
      forbidden: run.secrets.opened.length === 0 ? [] : run.secrets.hidden,
      owner: { instance: context.instance, attemptId: work.attemptId, epoch: work.epoch, role: "setup" },
      snapshotId: build.snapshotId,
      repository: { bundle: createReadStream(repository.bundlePath), commit: repository.baseCommit, branch: work.baseBranch },
      script,
      timeoutMs: Math.min(limits.wallClockSeconds, MOST_SECONDS) * 1_000,
      onOutput: record.take,
      signal,
    });
    const end = built.kind === "built" ? ({ ending: "exited", exitCode: 0 } as const) : built;
    await record.finish({ ...built, ending: end.ending, exitCode: end.exitCode });
    const log = record.lastLines(1_000);
    if (built.kind === "built") return { kind: "ready", imageId: built.imageId, sizeBytes: built.sizeBytes, log };
    return { kind: "failed", failure: setupFailure("setup", built), log: built.log };
  } catch (error) {
    await record.settle().catch(() => undefined);
    throw error;
  }
}
