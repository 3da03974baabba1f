import type { Repository } from "@slipway/core";
import { type Mirror, openMirror } from "@slipway/forge";
import type { WebSettings } from "../env.ts";
import { credentialFor } from "./credential-for.ts";

type Settings = Pick<WebSettings, "mirrorsDir" | "mirrorBounds" | "web" | "githubToken">;

/** This machine's mirror of a repository: within its bounds, and with its way to the remote. Touches nothing yet. */
export function openRepository(settings: Settings, repository: Pick<Repository, "id" | "kind" | "location">): Mirror {
  const { mirrorsDir: root, mirrorBounds: bounds, web } = settings;
  return openMirror({ root, repository, credential: credentialFor(repository, settings), web, bounds });
}
