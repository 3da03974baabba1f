import type { FileChange } from "./change.ts";

export type ChangeSize = {
  /** Added and deleted lines that a person wrote or would have to read. */
  lines: number;
  /** Files whose lines do not count, with the reason. */
  leftOut: { path: string; reason: "lockfile" | "generated" | "binary" }[];
};

const lockfile =
  /(?:^|\/)(?:package-lock\.json|npm-shrinkwrap\.json|yarn\.lock|pnpm-lock\.yaml|bun\.lockb?|deno\.lock|Cargo\.lock|Gemfile\.lock|composer\.lock|poetry\.lock|uv\.lock|pdm\.lock|Pipfile\.lock|go\.sum|mix\.lock|pubspec\.lock|Podfile\.lock|Package\.resolved|gradle\.lockfile|flake\.lock|packages\.lock\.json)$/;
const generated =
  /(?:^|\/)(?:dist|build|out|vendor|node_modules|generated|__generated__|__snapshots__)\/|\.min\.(?:js|css)$|\.(?:js|css)\.map$|\.(?:snap|pb\.go|g\.dart|designer\.cs)$|_pb2(?:_grpc)?\.py$|\.generated\.[a-z]+$/;

/** How much there is to read in a change, without lockfiles, generated and binary files. */
export function measureChange(files: readonly FileChange[]): ChangeSize {
  const size: ChangeSize = { lines: 0, leftOut: [] };
  for (const file of files) {
    const reason = reasonToLeaveOut(file);
    if (reason === null) size.lines += (file.additions ?? 0) + (file.deletions ?? 0);
    else size.leftOut.push({ path: file.path, reason });
  }
  return size;
}

function reasonToLeaveOut({ path, binary }: FileChange): ChangeSize["leftOut"][number]["reason"] | null {
  if (binary) return "binary";
  if (lockfile.test(path)) return "lockfile";
  return generated.test(path) ? "generated" : null;
}

const leftover = /\.(?:orig|rej|bak|swp|swo|tmp)$|(?:^|\/)(?:\.DS_Store|Thumbs\.db|npm-debug\.log|core\.\d+)$|~$/;
const output =
  /(?:^|\/)(node_modules|__pycache__|\.pytest_cache|\.mypy_cache|\.ruff_cache|\.tox|\.venv|venv|dist|build|target|\.next|\.turbo|coverage|\.gradle)\/|\.(?:pyc|class|o)$/;

/** Added files that look like leftovers of the work: editors' and patch's copies, caches, what a build made. One sentence for each folder. */
export function strayFiles(files: readonly FileChange[]): { path: string; message: string }[] {
  const stray = new Map<string, string>();
  for (const { kind, path } of files) {
    if (kind !== "added") continue;
    const folder = output.exec(path);
    if (folder?.[1] !== undefined)
      stray.set(path.slice(0, folder.index + folder[0].length), "This looks like output of a build or an install.");
    else if (folder !== null) stray.set(path, "This looks like output of a build.");
    else if (leftover.test(path)) stray.set(path, "This looks like a leftover of an editor or a patch.");
  }
  return [...stray].map(([path, message]) => ({ path, message }));
}
