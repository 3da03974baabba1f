import { posix } from "node:path";
import type { SnapshotResult } from "@slipway/db";
import { archiveTree, type Mirror } from "@slipway/forge";
import { buildImage } from "@slipway/sandbox";
import { recordCommand } from "../attempt/command-record.ts";
import type { EnvironmentRun } from "./environment-run.ts";
import { finishBuild } from "./finish-build.ts";
import { imageFailure } from "./image-failure.ts";
import { imageNetwork } from "./image-network.ts";
import type { Build } from "./obtain-snapshot.ts";

const MOST_SECONDS = 30 * 60;

/** `tree` is that of its folder, which is the build's context. */
export type DockerfileAt = { path: string; text: string; tree: string };

type Wanted = { dockerfile: DockerfileAt; mirror: Mirror; claim: Build };

/** Builds the image that this run has claimed, and stores how that ended for all who wait for it. */
export async function buildAttemptImage(run: EnvironmentRun, wanted: Wanted): Promise<void> {
  await finishBuild(run, { build: wanted.claim, make: (signal) => make(run, wanted, signal) });
}

async function make(run: EnvironmentRun, { dockerfile, mirror, claim }: Wanted, signal: AbortSignal): Promise<SnapshotResult> {
  const { context, limits, journal, secrets } = run;
  const { path, text, tree } = dockerfile;
  const command = `docker build -f ${path} ${posix.dirname(path)}`;
  const record = await recordCommand(journal, { callId: "image", command, cwd: "/" });
  try {
    const hidden = secrets.openStream();
    const network = await imageNetwork(run, dockerfile);
    const built = await buildImage(context.docker, {
      snapshotId: claim.snapshotId,
      instance: context.instance,
      context: await archiveTree(mirror, { tree, signal }),
      dockerfile: { name: posix.basename(path), text },
      limits,
      timeoutMs: Math.min(limits.wallClockSeconds, MOST_SECONDS) * 1_000,
      ...(network.plan && { network: network.plan }),
      onOutput: (output) => record.take(hidden.write(output)),
      signal,
    });
    record.take(hidden.end());
    const denied = network.denied();
    if (denied.length > 0) record.take(`\n[The setup's network policy denied ${denied.join(", ")}]\n`);
    const end = built.kind === "built" ? ({ ending: "exited", exitCode: 0 } as const) : built;
    await record.finish({ ...built, ending: end.ending, exitCode: end.exitCode });
    const log = record.lastLines(1_000);
    if (built.kind === "built") return { kind: "ready", imageId: built.imageId, sizeBytes: built.sizeBytes, log };
    return { kind: "failed", failure: imageFailure(path, built, { hasNetwork: network.plan !== null, denied }), log };
  } catch (error) {
    await record.settle().catch(() => undefined);
    throw error;
  }
}
