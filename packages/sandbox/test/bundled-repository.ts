import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Readable } from "node:stream";
import type { Sandbox } from "../src/index.ts";

const ENVIRONMENT = {
  PATH: process.env.PATH,
  HOME: "/nonexistent",
  GIT_CONFIG_GLOBAL: "/dev/null",
  GIT_CONFIG_NOSYSTEM: "1",
  GIT_AUTHOR_NAME: "Ada",
  GIT_AUTHOR_EMAIL: "ada@example.invalid",
  GIT_COMMITTER_NAME: "Ada",
  GIT_COMMITTER_EMAIL: "ada@example.invalid",
};

/** A repository on this machine with three commits, and its bundle. */
export function makeRepository() {
  const folder = mkdtempSync(join(tmpdir(), "slipway-repository-"));
  const git = (args: string[], input?: Uint8Array) =>
    execFileSync("git", args, { cwd: folder, env: ENVIRONMENT, input, stdio: ["pipe", "pipe", "pipe"], maxBuffer: 2 ** 28 }).toString();
  git(["init", "-q", "-b", "main"]);
  writeFileSync(
    join(folder, "binary.dat"),
    Uint8Array.from({ length: 5_000 }, (_, index) => (index * 7) % 256),
  );
  writeFileSync(join(folder, "moved.txt"), "one\ntwo\nthree\nfour\nfive\nsix\n");
  writeFileSync(join(folder, "script.sh"), "#!/bin/sh\necho hi\n");
  writeFileSync(join(folder, ".gitignore"), "*.log\nbuild/\n");
  for (const version of [1, 2, 3]) {
    writeFileSync(join(folder, "plain.txt"), `version ${version}\n`);
    git(["add", "-A"]);
    git(["commit", "-qm", `version ${version}`]);
  }
  let commit = "";
  const bundle = () => {
    git(["branch", "-f", "slipway-base"]);
    git(["bundle", "create", "-q", join(folder, ".git", "base.bundle"), "refs/heads/slipway-base"]);
    commit = git(["rev-parse", "HEAD"]).trim();
  };
  bundle();
  const input = (branch = "slipway/work") => ({
    bundle: Readable.from([readFileSync(join(folder, ".git", "base.bundle"))]),
    commit,
    branch,
  });
  return {
    get commit() {
      return commit;
    },
    input,
    /** One more commit with what `act` does to the work tree. */
    advance(act: (folder: string) => void) {
      act(folder);
      git(["add", "-A"]);
      git(["commit", "-qm", "moved on"]);
      bundle();
    },
    put: (sandbox: Sandbox, options: { patch?: Uint8Array; branch?: string; mayBeThere?: boolean } = {}) =>
      sandbox.putRepository({ ...input(options.branch), patch: options.patch ?? null, mayBeThere: options.mayBeThere ?? false }),
    /** The tree that a patch makes of the base, as `mode path` by path, and one file of it. */
    apply(patch: Uint8Array) {
      git(["read-tree", commit]);
      if (patch.length > 0) git(["apply", "--cached", "--binary", "-"], patch);
      const tree = git(["write-tree"]).trim();
      const modes = Object.fromEntries(
        git(["ls-tree", "-r", "-z", tree])
          .split("\0")
          .filter(Boolean)
          .map((line) => [line.slice(line.indexOf("\t") + 1), line.slice(0, 6)]),
      );
      return { modes, show: (path: string) => git(["show", `${tree}:${path}`]) };
    },
    [Symbol.dispose]: () => rmSync(folder, { recursive: true, force: true }),
  };
}
