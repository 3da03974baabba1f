import type { WorkEnvironment } from "@slipway/db";
import type { EnvironmentRun } from "./environment-run.ts";

/** What every request for an image says of the attempt that asks. */
export function requestOwner({ context, work }: EnvironmentRun, environment: WorkEnvironment) {
  return {
    environmentId: environment.id,
    repositoryId: work.repository.id,
    attempt: { attemptId: work.attemptId, epoch: work.epoch },
    askedAt: work.createdAt,
    workerId: context.settings.workerId,
    leaseSeconds: context.settings.leaseSeconds,
  };
}
