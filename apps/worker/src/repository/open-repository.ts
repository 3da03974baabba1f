import { type Mirror, openMirror } from "@slipway/forge";
import type { WorkerContext } from "../worker-context.ts";
import { credentialFor } from "./credential-for.ts";

/** This host's mirror of a repository: within its bounds, and with its way to the remote. Touches nothing yet. */
export function openRepository(
  { settings }: Pick<WorkerContext, "settings">,
  repository: Parameters<typeof openMirror>[0]["repository"],
): Mirror {
  const { mirrorsDir: root, mirrorBounds: bounds, web } = settings;
  return openMirror({ root, repository, credential: credentialFor(repository, settings), web, bounds });
}
