import { posix } from "node:path";
import { PatchError } from "./patch-error.ts";

/**
 * A path of the patch, relative to the workspace's root. The sandbox confines what it may reach; this refuses early
 * what no honest patch names, and git's own folder, which the platform reads.
 */
export function patchPath(path: string, root: string): string {
  const relative = path.startsWith(`${root}/`) ? path.slice(root.length + 1) : path;
  const normal = posix.normalize(relative);
  const refused =
    path.includes("\0") ||
    path.length > 4_096 ||
    posix.isAbsolute(normal) ||
    normal === "." ||
    normal.endsWith("/") ||
    normal.split("/")[0] === "..";
  if (refused)
    throw new PatchError(
      "malformed",
      `${JSON.stringify(path.slice(0, 200))} is not a file's path relative to ${root}. Nothing was changed.`,
    );
  if (normal.split("/").some((segment) => segment.toLowerCase() === ".git")) {
    throw new PatchError(
      "malformed",
      `${JSON.stringify(path)} lies in git's own folder, which a patch may not touch. Nothing was changed.`,
    );
  }
  return normal;
}
