import { InvalidInputError, NotFoundError, type Repository } from "@slipway/core";
import { type Mirror, resolveCommit, updateMirror } from "@slipway/forge";

/**
 * The newest commit of the repository's default branch. Where the remote does not answer, the one that was fetched last; null where there
 * is no such branch.
 */
export async function trustedCommit(
  mirror: Mirror,
  { repository, signal }: { repository: Pick<Repository, "defaultBranch">; signal: AbortSignal },
): Promise<string | null> {
  const branch = repository.defaultBranch;
  try {
    return await updateMirror(mirror, { branch, signal });
  } catch (error) {
    signal.throwIfAborted();
    const isMissing = error instanceof InvalidInputError;
    return resolveCommit(mirror, { branch }).catch((earlier: unknown) => {
      if (isMissing && earlier instanceof NotFoundError) return null;
      throw error;
    });
  }
}
