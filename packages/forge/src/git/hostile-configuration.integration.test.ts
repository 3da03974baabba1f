import { chmodSync, existsSync, mkdirSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { aRepository, binaryDiff, commitFiles, git, mirrorOf, temporaryFolder, writeFiles } from "../../test/temporary-repository.ts";
import { bundleCommit, commitChange, examinePatch, inspectRemote, type Mirror, pushBranch, readFileAt, updateMirror } from "../index.ts";

/** Every setting that was seen to run a command of its author on a host with ordinary git, by name. */
function settings(command: string): [string, string][] {
  return [
    ["core.fsmonitor", command],
    ["diff.external", command],
    ["diff.evil.textconv", command],
    ["diff.evil.command", command],
    ["filter.evil.clean", command],
    ["filter.evil.smudge", command],
    ["filter.evil.process", command],
    ["filter.evil.required", "true"],
    ["filter.lfs.clean", command],
    ["filter.lfs.smudge", command],
    ["merge.evil.driver", command],
    ["gpg.program", command],
    ["commit.gpgSign", "true"],
    ["push.gpgSign", "if-asked"],
    ["core.editor", command],
    ["core.pager", command],
    ["core.sshCommand", command],
    ["core.askPass", command],
    ["core.gitProxy", command],
    ["core.alternateRefsCommand", command],
    ["remote.origin.uploadpack", command],
    ["remote.origin.receivepack", command],
    ["remote.origin.vcs", "evil"],
    ["credential.helper", `!${command}`],
    ["trailer.sign.command", command],
    ["protocol.ext.allow", "always"],
    ["uploadpack.packObjectsHook", command],
    ["uploadpack.allowFilter", "true"],
    ["receive.autogc", "true"],
    ["gc.auto", "1"],
    ["gc.recentObjectsHook", command],
    ["url.ext::evil.insteadOf", "/"],
    ["http.proxy", "http://127.0.0.1:9"],
    ["alias.fetch", `!${command}`],
    ["browser.evil.cmd", command],
    ["sequence.editor", command],
    ["interactive.diffFilter", command],
    ["extensions.partialClone", "origin"],
    ["remote.origin.promisor", "true"],
    ["remote.origin.url", `ext::${command}`],
  ];
}

const hooks = [
  ..."applypatch-msg fsmonitor-watchman post-applypatch post-checkout post-commit post-index-change post-merge post-receive".split(" "),
  ..."post-rewrite post-update pre-applypatch pre-auto-gc pre-commit pre-merge-commit pre-push pre-rebase pre-receive".split(" "),
  ..."prepare-commit-msg proc-receive push-to-checkout reference-transaction sendemail-validate update".split(" "),
];

/** Plants all of it into a git folder; what runs leaves its name in `markers`. */
function plant(gitFolder: string): string {
  const markers = temporaryFolder();
  const command = join(temporaryFolder(), "evil.sh");
  writeFileSync(command, `#!/bin/sh\ntouch "${markers}/$(basename "$0")-$$"\ncat >/dev/null 2>&1 </dev/null\nexit 0\n`);
  chmodSync(command, 0o755);
  mkdirSync(join(gitFolder, "hooks"), { recursive: true });
  for (const hook of hooks) {
    writeFileSync(join(gitFolder, "hooks", hook), `#!/bin/sh\ntouch "${markers}/hook-${hook}"\nexit 0\n`);
    chmodSync(join(gitFolder, "hooks", hook), 0o755);
  }
  const included = join(temporaryFolder(), "included");
  for (const [name, value] of settings(command)) git(gitFolder, "config", "--file", included, name, value);
  for (const [name, value] of settings(command)) git(gitFolder, "config", "--file", join(gitFolder, "config"), name, value);
  git(gitFolder, "config", "--file", join(gitFolder, "config"), "core.hooksPath", join(gitFolder, "hooks"));
  git(gitFolder, "config", "--file", join(gitFolder, "config"), "include.path", included);
  mkdirSync(join(gitFolder, "info"), { recursive: true });
  writeFileSync(join(gitFolder, "info", "attributes"), "* filter=evil diff=evil merge=evil\n");
  return markers;
}

async function useEverything(mirror: Mirror, source: { folder: string; commit: string; patch: Uint8Array }): Promise<void> {
  const { commit, patch } = source;
  await inspectRemote({ kind: "path", location: source.folder, credential: null });
  expect(await updateMirror(mirror, { branch: "main" })).toBe(commit);
  await bundleCommit(mirror, { commit });
  await readFileAt(mirror, { treeish: commit, path: "a.txt", maxBytes: 100 });
  await examinePatch(mirror, { baseCommit: commit, patch });
  const author = { name: "Ada", email: null };
  const made = await commitChange(mirror, {
    baseCommit: commit,
    patch,
    message: "m",
    author,
    committedAt: "2026-01-01T00:00:00Z",
    previousCommit: null,
  });
  await pushBranch(mirror, { commit: made, branch: "slipway/x", credential: null, previousCommit: null });
  expect(git(temporaryFolder(), "-c", "safe.directory=*", "ls-remote", source.folder, "refs/heads/slipway/x")).toContain(made);
}

function aSource() {
  const { folder } = aRepository({ "a.txt": "1\n", ".gitattributes": "* filter=evil diff=evil merge=evil\n*.txt filter=lfs\n" });
  const commit = commitFiles(folder, { ".gitmodules": '[submodule "x"]\n\tpath = x\n\turl = https://example.org/x\n' });
  writeFiles(folder, { "a.txt": "2\n" });
  const patch = binaryDiff(folder);
  git(folder, "checkout", "--quiet", "--", ".");
  return { folder, commit, patch };
}

describe("configuration that executes (G01, G03, G04)", () => {
  it("is not followed when it stands in a repository on this machine", async () => {
    const source = aSource();
    const markers = plant(join(source.folder, ".git"));
    await useEverything(mirrorOf(source.folder), source);
    expect(readdirSync(markers)).toEqual([]);
  });

  it("is not followed when it stands in a bare repository", async () => {
    const source = aSource();
    const bare = join(temporaryFolder(), "bare.git");
    git(source.folder, "clone", "--quiet", "--bare", source.folder, bare);
    const markers = plant(bare);
    await useEverything(mirrorOf(bare), { ...source, folder: bare });
    expect(readdirSync(markers)).toEqual([]);
  });

  it("would have been followed by ordinary git, so that the test means something", () => {
    const source = aSource();
    const markers = plant(join(source.folder, ".git"));
    try {
      git(source.folder, "-c", "commit.gpgSign=false", "status");
    } catch {
      // The planted settings may break the command after they ran.
    }
    expect(readdirSync(markers).length).toBeGreaterThan(0);
  });

  it("leaves no trace of hooks or templates in a new mirror", async () => {
    const source = aSource();
    const mirror = mirrorOf(source.folder);
    await updateMirror(mirror, { branch: "main" });
    expect(existsSync(join(mirror.directory, "hooks"))).toBe(false);
  });
});

it("reads a repository that belongs to another user, as one in a mounted folder does", async () => {
  const source = aSource();
  if (process.getuid?.() !== 0) return;
  const { chownSync } = await import("node:fs");
  chownSync(source.folder, 65_534, 65_534);
  chownSync(join(source.folder, ".git"), 65_534, 65_534);
  expect(await updateMirror(mirrorOf(source.folder), { branch: "main" })).toBe(source.commit);
});
