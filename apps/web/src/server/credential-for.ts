import type { Repository } from "@slipway/core";
import type { Credential } from "@slipway/forge";
import type { WebSettings } from "../env.ts";

/** For a repository's remote; null where git asks for none. */
export function credentialFor({ kind }: Pick<Repository, "kind">, { githubToken }: Pick<WebSettings, "githubToken">): Credential | null {
  return kind === "github" && githubToken !== undefined ? { username: "x-access-token", token: githubToken } : null;
}
