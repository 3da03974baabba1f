import type { EnvironmentDifference, Repository } from "@slipway/core";
import { isEnvironmentFileAccepted, type WorkEnvironment } from "@slipway/db";
import { type EnvironmentAt, environmentAt, environmentDifferences, environmentHash } from "@slipway/environment";
import type { Mirror } from "@slipway/forge";
import { readFilesAt } from "../repository/read-files-at.ts";
import { trustedCommit } from "../repository/trusted-commit.ts";
import type { WorkerContext } from "../worker-context.ts";

export type EnvironmentPlace = { mirror: Mirror; repository: Repository; branch: string; commit: string; signal: AbortSignal };

/** Whose word an environment is. `trusted` of an unreviewed one is the default branch's, at `commit` where there is such a branch. */
export type EnvironmentVerdict =
  | { kind: "trusted" }
  | { kind: "accepted"; differences: EnvironmentDifference[] }
  | { kind: "unreviewed"; differences: EnvironmentDifference[]; trusted: EnvironmentAt; commit: string | null };

/** The default branch decides for itself; another one says the same, or was accepted by a person, or is nobody's word. */
export async function environmentVerdict(
  { db }: Pick<WorkerContext, "db">,
  { stored, asked, place }: { stored: WorkEnvironment; asked: EnvironmentAt; place: EnvironmentPlace },
): Promise<EnvironmentVerdict> {
  const { mirror, repository, branch } = place;
  if (branch === repository.defaultBranch) return { kind: "trusted" };
  const commit = await trustedCommit(mirror, place);
  const trusted = await environmentAt(stored, commit === null ? async () => null : readFilesAt(mirror, commit));
  const differences = environmentDifferences(asked, trusted);
  if (differences.length === 0) return { kind: "trusted" };
  const hash = await environmentHash(asked);
  if (await isEnvironmentFileAccepted(db, { repositoryId: repository.id, hash })) return { kind: "accepted", differences };
  return { kind: "unreviewed", differences, trusted, commit };
}
