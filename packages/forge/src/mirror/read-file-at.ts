import { InvalidInputError } from "@slipway/core";
import { objectId } from "../git/object-id.ts";
import { runGit } from "../git/run-git.ts";
import type { Mirror } from "./open-mirror.ts";

/**
 * A file's bytes as of a commit or tree, or null where there is no file. A symbolic link gives its target's text, never the
 * target. Throws InvalidInputError over `maxBytes`.
 */
export async function readFileAt(
  mirror: Mirror,
  options: { treeish: string; path: string; maxBytes: number; signal?: AbortSignal },
): Promise<Uint8Array | null> {
  if (options.path.includes("\0") || options.path.includes("\n")) return null;
  const result = await runGit({
    directory: mirror.directory,
    args: ["cat-file", "--batch"],
    input: `${objectId(options.treeish)}:${options.path}\n`,
    maxOutputBytes: options.maxBytes + 200,
    signal: options.signal,
  });
  const headerEnd = result.stdout.indexOf("\n");
  const [, type, size] = result.stdout.subarray(0, Math.max(headerEnd, 0)).toString("utf8").split(" ");
  if (type !== "blob" || !/^\d+$/.test(size ?? "")) return null;
  const bytes = Number(size);
  if (bytes > options.maxBytes) throw new InvalidInputError(`${options.path} has ${bytes} bytes; at most ${options.maxBytes} are read.`);
  return result.stdout.subarray(headerEnd + 1, headerEnd + 1 + bytes);
}
