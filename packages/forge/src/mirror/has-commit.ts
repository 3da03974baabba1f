import { objectId } from "../git/object-id.ts";
import { runGit } from "../git/run-git.ts";
import type { Mirror } from "./open-mirror.ts";

/** Whether the mirror holds the commit already. */
export async function hasCommit(mirror: Mirror, { commit }: { commit: string }): Promise<boolean> {
  const result = await runGit({ directory: mirror.directory, args: ["cat-file", "-e", `${objectId(commit)}^{commit}`] });
  return result.exitCode === 0;
}
