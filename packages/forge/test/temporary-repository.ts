import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { onTestFinished } from "vitest";
import { type Mirror, openMirror } from "../src/index.ts";

const environment = {
  PATH: "/usr/local/bin:/usr/bin:/bin:/opt/homebrew/bin",
  HOME: "/nonexistent",
  GIT_CONFIG_GLOBAL: "/dev/null",
  GIT_CONFIG_NOSYSTEM: "1",
  GIT_AUTHOR_NAME: "Ada",
  GIT_AUTHOR_EMAIL: "ada@example.org",
  GIT_COMMITTER_NAME: "Ada",
  GIT_COMMITTER_EMAIL: "ada@example.org",
};

/** A folder that goes away with the test. */
export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), "forge-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** A person's ordinary git, in `folder`. */
export function git(folder: string, ...args: string[]): string {
  return execFileSync("git", args, { cwd: folder, env: environment, encoding: "utf8", stdio: ["ignore", "pipe", "pipe"] }).trim();
}

/** `git diff` output as bytes, which it may be. */
export function binaryDiff(folder: string, ...args: string[]): Buffer {
  return execFileSync("git", ["diff", "--binary", "--full-index", "--no-color", ...args], { cwd: folder, env: environment });
}

export function writeFiles(folder: string, files: Record<string, string | Buffer>): void {
  for (const [path, content] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), content);
  }
}

/** A work tree on branch `main` with one commit of `files`. */
export function aRepository(files: Record<string, string | Buffer> = { "README.md": "hello\n" }): { folder: string; commit: string } {
  const folder = join(temporaryFolder(), "project");
  mkdirSync(folder);
  git(folder, "init", "--quiet", "--initial-branch=main");
  return { folder, commit: commitFiles(folder, files) };
}

export function commitFiles(folder: string, files: Record<string, string | Buffer>): string {
  writeFiles(folder, files);
  git(folder, "add", "--all", "--force");
  git(folder, "commit", "--quiet", "--message=a commit");
  return git(folder, "rev-parse", "HEAD");
}

export function mirrorOf(folder: string, bounds: { bytes?: number; files?: number } = {}): Mirror {
  return openMirror({
    root: temporaryFolder(),
    bounds,
    repository: { id: "repository-1", kind: "path", location: folder },
    credential: null,
  });
}
