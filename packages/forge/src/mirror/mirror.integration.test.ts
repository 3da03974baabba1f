import { mkdirSync, readdirSync, rmSync, utimesSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { InvalidInputError } from "@slipway/core";
import { describe, expect, it } from "vitest";
import { aRepository, commitFiles, git, mirrorOf, temporaryFolder } from "../../test/temporary-repository.ts";
import { bundleCommit, inspectRemote, listBlobs, listFilesAt, openMirror, readFileAt, resolveCommit, updateMirror } from "../index.ts";

describe("updateMirror", () => {
  it("brings the newest commit of a branch of a work tree or a bare repository, again and again", async () => {
    const { folder, commit } = aRepository();
    const bare = join(temporaryFolder(), "bare.git");
    git(folder, "clone", "--quiet", "--bare", folder, bare);
    expect(await updateMirror(mirrorOf(bare), { branch: "main" })).toBe(commit);
    const mirror = mirrorOf(folder);
    expect(await updateMirror(mirror, { branch: "main" })).toBe(commit);
    const second = commitFiles(folder, { "src/a.ts": "export {};\n" });
    expect(await updateMirror(mirror, { branch: "main" })).toBe(second);
    expect(await resolveCommit(mirror, { branch: "main" })).toBe(second);
    git(mirror.directory, `--git-dir=${mirror.directory}`, "pack-refs", "--all");
    expect(await resolveCommit(mirror, { branch: "main" })).toBe(second);
  });

  it("follows a branch whose history was rewritten", async () => {
    const { folder } = aRepository();
    const mirror = mirrorOf(folder);
    await updateMirror(mirror, { branch: "main" });
    git(folder, "commit", "--quiet", "--amend", "--message=rewritten");
    expect(await updateMirror(mirror, { branch: "main" })).toBe(git(folder, "rev-parse", "HEAD"));
  });

  it("follows a branch that gave way to a folder of branches", async () => {
    const { folder, commit } = aRepository();
    git(folder, "branch", "feature");
    const mirror = mirrorOf(folder);
    await updateMirror(mirror, { branch: "feature" });
    git(folder, "branch", "--delete", "feature");
    git(folder, "branch", "feature/one");
    expect(await updateMirror(mirror, { branch: "feature/one" })).toBe(commit);
  });

  it("lets many callers update the same mirror at once", async () => {
    const { folder, commit } = aRepository();
    const mirror = mirrorOf(folder);
    git(folder, "branch", "other");
    const calls = Array.from({ length: 8 }, (_, index) => updateMirror(mirror, { branch: index % 2 === 0 ? "main" : "other" }));
    expect(new Set(await Promise.all(calls))).toEqual(new Set([commit]));
    expect(readdirSync(join(mirror.directory, ".."))).toEqual(["repository-1.git"]);
  });

  it("passes over the lock of a process that died", async () => {
    const { folder, commit } = aRepository();
    const mirror = mirrorOf(folder);
    mkdirSync(join(mirror.directory, ".."), { recursive: true });
    writeFileSync(`${mirror.directory}.lock`, "");
    const longAgo = new Date(Date.now() - 3_600_000);
    utimesSync(`${mirror.directory}.lock`, longAgo, longAgo);
    expect(await updateMirror(mirror, { branch: "main" })).toBe(commit);
  });

  it("stops at once when its signal is aborted", async () => {
    const { folder } = aRepository();
    const signal = AbortSignal.abort(new Error("cancelled by a person"));
    await expect(updateMirror(mirrorOf(folder), { branch: "main", signal })).rejects.toThrow("cancelled by a person");
  });

  it("does not fetch submodules (G03)", async () => {
    const other = aRepository({ "secret.txt": "of another repository\n" });
    const { folder } = aRepository();
    git(folder, "-c", "protocol.file.allow=always", "submodule", "--quiet", "add", other.folder, "vendored");
    git(folder, "commit", "--quiet", "--message=a submodule");
    const mirror = mirrorOf(folder);
    await updateMirror(mirror, { branch: "main" });
    expect(() => git(mirror.directory, `--git-dir=${mirror.directory}`, "cat-file", "-e", other.commit)).toThrow();
    expect(readdirSync(mirror.directory)).not.toContain("modules");
  });

  it.each([
    "--upload-pack=touch marker",
    "-x",
    "a b",
    "a..b",
    "@{-1}",
    "x.lock",
    "HEAD",
    "a\nb",
    "a~1",
    "refs/heads/main",
    "a\u202Eb",
    "b".repeat(4_096),
  ])("refuses the branch name %j (G06)", async (branch) => {
    const { folder } = aRepository();
    await expect(updateMirror(mirrorOf(folder), { branch })).rejects.toThrow(InvalidInputError);
  });
});

describe("what a person is told", () => {
  it("names similar branches for one that does not exist", async () => {
    const { folder } = aRepository();
    git(folder, "branch", "feature/login");
    await expect(updateMirror(mirrorOf(folder), { branch: "feature/logn" })).rejects.toThrow(
      /no branch feature\/logn\. Did you mean feature\/login\?/,
    );
    await expect(updateMirror(mirrorOf(folder), { branch: "zzz" })).rejects.toThrow(/Its default branch is main\./);
  });

  it("says that a folder is no repository", async () => {
    const folder = temporaryFolder();
    await expect(inspectRemote({ kind: "path", location: folder, credential: null })).rejects.toThrow(
      /is not a git repository\. .*git init/,
    );
    await expect(updateMirror(mirrorOf(folder), { branch: "main" })).rejects.toThrow(/is not a git repository/);
  });

  it("says that a repository has no commits yet", async () => {
    const folder = temporaryFolder();
    git(folder, "init", "--quiet");
    await expect(inspectRemote({ kind: "path", location: folder, credential: null })).rejects.toThrow(/has no commits yet/);
    await expect(updateMirror(mirrorOf(folder), { branch: "main" })).rejects.toThrow(/has no commits yet/);
  });

  it("says that a shallow clone lacks its history", async () => {
    const { folder } = aRepository();
    commitFiles(folder, { b: "2" });
    const shallow = join(temporaryFolder(), "shallow");
    git(folder, "clone", "--quiet", "--depth=1", `file://${folder}`, shallow);
    await expect(updateMirror(mirrorOf(shallow), { branch: "main" })).rejects.toThrow(/git fetch --unshallow/);
  });

  it("says that a host cannot be reached", async () => {
    const remote = { kind: "https", location: "https://127.0.0.1:9/owner/name", credential: null } as const;
    await expect(inspectRemote(remote)).rejects.toMatchObject({
      code: "unavailable",
      message: expect.stringContaining("cannot be reached"),
    });
  });

  it.each(["http://10.0.0.1/x", "http://127.0.0.1/x", "file:///etc", "ssh://-oProxyCommand=x/y", "ext::sh -c id", "git://host/x", "-x"])(
    "makes no call to %s",
    async (location) => {
      await expect(inspectRemote({ kind: "https", location, credential: null })).rejects.toThrow(/is not an https address/);
    },
  );
});

describe("inspectRemote", () => {
  it("lists branches and the default one, also where HEAD is detached", async () => {
    const { folder, commit } = aRepository();
    git(folder, "branch", "a");
    const overview = {
      defaultBranch: "main",
      branches: [
        { name: "a", commit },
        { name: "main", commit },
      ],
    };
    expect(await inspectRemote({ kind: "path", location: folder, credential: null })).toEqual(overview);
    git(folder, "checkout", "--quiet", "--detach");
    expect(await inspectRemote({ kind: "path", location: folder, credential: null })).toEqual(overview);
    git(folder, "checkout", "--quiet", "a");
    expect(await inspectRemote({ kind: "path", location: folder, credential: null })).toEqual({ ...overview, defaultBranch: "a" });
  });
});

describe("bundleCommit", () => {
  it("holds the whole history under one ref, and is made once", async () => {
    const { folder, commit: first } = aRepository();
    const commit = commitFiles(folder, { "src/a.ts": "export {};\n" });
    git(folder, "tag", "v1");
    const mirror = mirrorOf(folder);
    await updateMirror(mirror, { branch: "main" });
    const path = await bundleCommit(mirror, { commit });
    expect(git(folder, "bundle", "list-heads", path)).toBe(`${commit} refs/heads/slipway-base`);
    const clone = join(temporaryFolder(), "clone");
    git(folder, "clone", "--quiet", "--branch=slipway-base", path, clone);
    expect(git(clone, "log", "--format=%H")).toBe(`${commit}\n${first}`);
    rmSync(join(mirror.directory, "objects"), { recursive: true });
    expect(await bundleCommit(mirror, { commit })).toBe(path);
  });

  it("keeps a bounded number of bundles and leaves nothing else behind", async () => {
    const { folder } = aRepository();
    const mirror = mirrorOf(folder);
    const bundles = join(mirror.directory, "bundles");
    let newest = "";
    for (let round = 0; round < 7; round += 1) {
      newest = commitFiles(folder, { round: `${round}` });
      await updateMirror(mirror, { branch: "main" });
      for (const name of await bundleCommit(mirror, { commit: newest }).then(() => readdirSync(bundles))) {
        const old = new Date(Date.now() - 3_600_000 + round * 1_000);
        utimesSync(join(bundles, name), old, old);
      }
    }
    const left = readdirSync(bundles);
    expect(left).toHaveLength(4);
    expect(left).toContain(`${newest}.bundle`);
  });

  it("refuses what is no commit id", async () => {
    const mirror = openMirror({ root: temporaryFolder(), repository: { id: "a", kind: "path", location: "/x" }, credential: null });
    await expect(bundleCommit(mirror, { commit: "--all" })).rejects.toThrow(InvalidInputError);
    await expect(bundleCommit(mirror, { commit: "../../../etc/passwd" })).rejects.toThrow(InvalidInputError);
  });
});

describe("readFileAt", () => {
  it("gives a file's bytes, null for what is none, and refuses what is too large", async () => {
    const content = Buffer.from([0, 255, 10, 13]);
    const { folder, commit } = aRepository({ "a/b.bin": content, "a/c d.txt": "text" });
    git(folder, "config", "core.symlinks", "true");
    const mirror = mirrorOf(folder);
    await updateMirror(mirror, { branch: "main" });
    expect(await readFileAt(mirror, { treeish: commit, path: "a/b.bin", maxBytes: 4 })).toEqual(content);
    expect(await readFileAt(mirror, { treeish: commit, path: "a/c d.txt", maxBytes: 4 })).toEqual(Buffer.from("text"));
    for (const path of ["a", "missing", "../README.md", "/etc/passwd", "", "a\nb", "a\0b"]) {
      expect(await readFileAt(mirror, { treeish: commit, path, maxBytes: 10_000 })).toBeNull();
    }
    await expect(readFileAt(mirror, { treeish: commit, path: "a/b.bin", maxBytes: 3 })).rejects.toThrow(/has 4 bytes/);
    await expect(readFileAt(mirror, { treeish: "HEAD", path: "a", maxBytes: 3 })).rejects.toThrow(InvalidInputError);
  });
});

describe("listFilesAt", () => {
  it("names every file of a commit, and refuses what is not here", async () => {
    const { folder, commit } = aRepository({ "a/b c.txt": "1", "ü.txt": "2", ".github/workflows/ci.yml": "3" });
    const mirror = mirrorOf(folder);
    await updateMirror(mirror, { branch: "main" });
    expect(await listFilesAt(mirror, { treeish: commit })).toEqual([".github/workflows/ci.yml", "a/b c.txt", "ü.txt"]);
    await expect(listFilesAt(mirror, { treeish: "0".repeat(40) })).rejects.toThrow(InvalidInputError);
    await expect(listFilesAt(mirror, { treeish: "--help" })).rejects.toThrow(InvalidInputError);
  });
});

describe("listBlobs", () => {
  it("finds files by their last name, down to a depth, with the ids that git gives them", async () => {
    const { folder } = aRepository({
      "a.lock": "1\n",
      "web/a.lock": "2\n",
      "x/y/z/a.lock": "3\n",
      "x/y/z/w/a.lock": "4\n",
      "a.lock.md": "5\n",
    });
    const mirror = mirrorOf(folder);
    const treeish = await updateMirror(mirror, { branch: "main" });
    const blob = (path: string) => git(folder, "rev-parse", `HEAD:${path}`);
    expect(await listBlobs(mirror, { treeish, names: ["a.lock", "other"], maxDepth: 3 })).toEqual(
      ["a.lock", "web/a.lock", "x/y/z/a.lock"].map((path) => ({ path, blobId: blob(path) })),
    );
  });
});
