import { setTimeout as delay } from "node:timers/promises";
import type { SnapshotUse } from "@slipway/core";
import { claimSnapshot, recordSnapshotUse, type SnapshotClaim, type SnapshotRequest } from "@slipway/db";
import { ensureImage } from "@slipway/sandbox";
import { AttemptFailedError } from "../attempt/attempt-failed-error.ts";
import { describeUse } from "./describe-use.ts";
import type { EnvironmentRun } from "./environment-run.ts";

const ASK_AGAIN_MS = 400;

export type Build = Extract<SnapshotClaim, { kind: "build" }>;
export type ObtainPlan = {
  request: Omit<SnapshotRequest, "goneImageId">;
  /** How it is called in the attempt's log. */
  noun: "Snapshot" | "Image";
  /** Builds and stores how that ended. */
  build(claim: Build): Promise<void>;
};

/** Finds an image by its key, builds it, or waits for who builds it; of any number that ask at once one builds. Returns the image's id. */
export async function obtainSnapshot(run: EnvironmentRun, plan: ObtainPlan): Promise<string> {
  const seen: Seen = { goneImageId: null, built: null, hasWaited: false };
  for (;;) {
    run.signal.throwIfAborted();
    const claim = await claimSnapshot(run.context.db, { ...plan.request, goneImageId: seen.goneImageId });
    const image = await follow(run, { plan, claim, seen });
    if (image !== null) return image;
  }
}

type Seen = { goneImageId: string | null; built: string | null; hasWaited: boolean };

/** The image to use, or null where the question has to be asked again. */
async function follow(
  run: EnvironmentRun,
  { plan, claim, seen }: { plan: ObtainPlan; claim: SnapshotClaim; seen: Seen },
): Promise<string | null> {
  const { context, journal, signal } = run;
  const { noun, request } = plan;
  switch (claim.kind) {
    case "ready": {
      if (!(await ensureImage(context.docker, { tag: claim.imageId }))) {
        seen.goneImageId = claim.imageId;
        return null;
      }
      const use = describeUse({ claim, seen, kind: request.kind, commit: request.commit });
      if (use.outcome !== "built") await journal.note("info", `${noun} ${shortId(claim.imageId)} reused: ${use.reason}`);
      await record(run, use);
      return claim.imageId;
    }
    case "build":
      seen.built = claim.reason;
      await journal.note("info", `${noun} ${claim.snapshotId.slice(-12)} built because ${claim.reason}.`);
      await record(run, { outcome: "built", reason: `Built because ${claim.reason}.` });
      await plan.build(claim);
      return null;
    case "wait":
      if (!seen.hasWaited) await journal.note("info", `Waiting for the ${noun.toLowerCase()} that another task builds.`);
      seen.hasWaited = true;
      await delay(ASK_AGAIN_MS, undefined, { signal });
      return null;
    case "failed": {
      const { log, ...failure } = claim.failure;
      await record(run, failedUse(seen, failure.message));
      throw new AttemptFailedError({ ...failure, ...(log === null ? {} : { log }) }, { retryable: false, cause: claim.snapshotId });
    }
  }
}

function failedUse({ built }: Seen, message: string): SnapshotUse {
  if (built !== null) return { outcome: "failed", reason: `Built because ${built}, which failed: ${message}` };
  return { outcome: "failed", reason: `Another task built it, which failed: ${message}` };
}

/** What it found is no reason to fail an attempt. */
async function record({ context, work }: EnvironmentRun, use: SnapshotUse): Promise<void> {
  const { attemptId, epoch } = work;
  await recordSnapshotUse(context.db, { attemptId, epoch, use }).catch((error: unknown) => {
    context.log.warn({ attemptId, err: error }, "the use of a snapshot was not recorded");
  });
}

function shortId(imageId: string): string {
  return imageId.replace(/^sha256:/, "").slice(0, 12);
}
