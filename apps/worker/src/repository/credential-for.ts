import type { Repository } from "@slipway/core";
import type { Credential } from "@slipway/forge";
import type { WorkerSettings } from "../env.ts";

/** GitHub takes a token as the password of this user name (docs.github.com, "Authenticating as an installation"). */
const GITHUB_TOKEN_USER = "x-access-token";

/** The credential for a repository's remote; it reaches git's own process and nothing else. */
export function credentialFor(repository: Pick<Repository, "kind">, { github }: Pick<WorkerSettings, "github">): Credential | null {
  if (repository.kind !== "github" || github.token === undefined) return null;
  return { username: GITHUB_TOKEN_USER, token: github.token };
}
