import { type ChangeWarning, type FileChange, InvalidInputError } from "@slipway/core";
import { expectGit } from "../git/expect-git.ts";
import { objectId } from "../git/object-id.ts";
import type { Mirror } from "../mirror/open-mirror.ts";
import { contentWarnings } from "./content-warnings.ts";
import { pathWarnings } from "./path-warnings.ts";
import { readFileChanges } from "./read-file-changes.ts";
import { writePatchedTree } from "./write-patched-tree.ts";

const maxFiles = 20_000;
const maxScanBytes = 128 * 2 ** 20;

export type ExaminedPatch = { headTree: string; files: FileChange[]; warnings: ChangeWarning[] };

/**
 * The gate that every change passes: what it changes, the tree it leads to, and what a reviewer should look at twice. Throws
 * InvalidInputError for patches that do not apply, write outside the repository or into `.git` in any spelling, or are too large.
 */
export async function examinePatch(
  mirror: Mirror,
  change: { baseCommit: string; patch: Uint8Array; signal?: AbortSignal },
): Promise<ExaminedPatch> {
  const headTree = await writePatchedTree(mirror, change);
  const trees = ["--end-of-options", objectId(change.baseCommit), headTree];
  const call = { directory: mirror.directory, signal: change.signal, maxOutputBytes: maxScanBytes };
  const diff = ["diff-tree", "-r", "--no-ext-diff", "--no-textconv", "--no-color", "-M"];
  const [listed, content] = await Promise.all([
    expectGit({ ...call, args: [...diff, "--raw", "--numstat", "-z", ...trees] }),
    expectGit({ ...call, args: [...diff, "-p", "-U0", "--src-prefix=a/", "--dst-prefix=b/", ...trees] }),
  ]);
  const files = readFileChanges(listed);
  if (files.length > maxFiles) throw new InvalidInputError(`The change touches ${files.length} files; at most ${maxFiles} are accepted.`);
  return { headTree, files, warnings: [...pathWarnings(files), ...(await contentWarnings(content.toString("utf8")))] };
}
