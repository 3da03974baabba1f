import { expectGit } from "../git/expect-git.ts";
import { objectId } from "../git/object-id.ts";
import type { Mirror } from "./open-mirror.ts";

/** Of a very large tree, only the beginning is worth waiting for. */
const LISTING_BYTES = 256 * 2 ** 20;

/** Regular files of the tree whose last name is one of `names`, at most `maxDepth` folders deep: path and blob id, in git's order. */
export async function listBlobs(
  mirror: Mirror,
  options: { treeish: string; names: readonly string[]; maxDepth: number; signal?: AbortSignal },
): Promise<{ path: string; blobId: string }[]> {
  const listing = await expectGit({
    directory: mirror.directory,
    args: ["ls-tree", "-r", "-z", "--full-tree", objectId(options.treeish)],
    maxOutputBytes: LISTING_BYTES,
    signal: options.signal,
  });
  const names = new Set(options.names);
  return listing
    .toString("utf8")
    .split("\0")
    .map(parseEntry)
    .filter((entry) => entry !== null)
    .filter(({ path }) => names.has(path.slice(path.lastIndexOf("/") + 1)) && path.split("/").length - 1 <= options.maxDepth);
}

function parseEntry(line: string): { path: string; blobId: string } | null {
  const [, blobId, path] = /^100\d{3} blob ([0-9a-f]+)\t(.+)$/s.exec(line) ?? [];
  return blobId === undefined || path === undefined ? null : { path, blobId };
}
