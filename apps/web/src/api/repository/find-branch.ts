import { type Branch, type Repository, UnavailableError } from "@slipway/core";
import { inspectRemote } from "@slipway/forge";
import { credentialFor } from "../../server/credential-for.ts";
import type { ApiContext } from "../api-context.ts";
import { refuseField } from "../route-parts.ts";
import { similarNames } from "../similar-names.ts";

const remoteLimitMs = 20_000;

type Remote = { defaultBranch: string; branches: Branch[] };

/** What the remote itself says now. Throws InvalidInputError for what is no repository, UnavailableError for one that does not answer. */
export async function readRemote({ settings }: ApiContext, repository: Pick<Repository, "kind" | "location">): Promise<Remote> {
  const signal = AbortSignal.timeout(remoteLimitMs);
  try {
    return await inspectRemote({ ...repository, credential: credentialFor(repository, settings), web: settings.web, signal });
  } catch (error) {
    if (!signal.aborted) throw error;
    throw new UnavailableError(`${repository.location} did not answer within ${remoteLimitMs / 1_000} seconds. Try again.`, {
      cause: error,
    });
  }
}

/** Refuses a branch that the remote does not have and names the ones that look like it. */
export function requireBranch(remote: Remote, wanted: { branch: string; field: string; repositoryName: string }): void {
  const names = remote.branches.map(({ name }) => name);
  if (names.includes(wanted.branch)) return;
  const similar = similarNames(wanted.branch, names);
  const others = similar.length > 0 ? `Did you mean ${similar.join(" or ")}?` : `Its default branch is ${remote.defaultBranch}.`;
  refuseField(wanted.field, `${wanted.repositoryName} has no branch ${wanted.branch}. ${others}`);
}
