import { createHash } from "node:crypto";
import { readdir, readFile, stat } from "node:fs/promises";
import { join, relative } from "node:path";

const IGNORED = new Set(["node_modules", ".next", ".turbo", "dist", ".git", "next-env.d.ts", "tsconfig.tsbuildinfo"]);

/** Hash of the names and contents of files and folders below `root`; what a build makes is left out. Missing paths count as empty. */
export async function contentHash({ root, paths }: { root: string; paths: readonly string[] }): Promise<string> {
  const hash = createHash("sha256");
  for (const path of paths) {
    for (const file of (await filesBelow(join(root, path))).sort()) {
      hash.update(relative(root, file)).update("\0");
      hash.update(
        createHash("sha256")
          .update(await readFile(file))
          .digest(),
      );
    }
  }
  return hash.digest("hex");
}

async function filesBelow(path: string): Promise<string[]> {
  const kind = await stat(path).catch(() => null);
  if (!kind) return [];
  if (kind.isFile()) return [path];
  const entries = await readdir(path, { withFileTypes: true });
  const wanted = entries.filter((entry) => !IGNORED.has(entry.name) && (entry.isFile() || entry.isDirectory()));
  const nested = await Promise.all(wanted.map((entry) => filesBelow(join(path, entry.name))));
  return nested.flat();
}
