import { join } from "node:path";
import { ConflictError, InvalidInputError } from "@slipway/core";
import { describe, expect, it } from "vitest";
import { aRepository, binaryDiff, commitFiles, git, mirrorOf, temporaryFolder, writeFiles } from "../../test/temporary-repository.ts";
import { commitChange, pushBranch, updateMirror } from "../index.ts";

const author = { name: "Grace", email: "grace@example.org" };

async function aDelivery() {
  const { folder, commit: baseCommit } = aRepository({ a: "1\n" });
  const mirror = mirrorOf(folder);
  await updateMirror(mirror, { branch: "main" });
  writeFiles(folder, { a: "2\n" });
  const patch = binaryDiff(folder);
  git(folder, "checkout", "--quiet", "--", ".");
  const change = { baseCommit, patch, message: "title\n\nbody\n", author, committedAt: "2026-01-02T03:04:05Z", previousCommit: null };
  return { folder, mirror, baseCommit, change };
}

describe("commitChange", () => {
  it("makes the same commit from the same input, wherever and whenever", async () => {
    const { folder, mirror, baseCommit, change } = await aDelivery();
    const commit = await commitChange(mirror, change);
    const elsewhere = mirrorOf(folder);
    await updateMirror(elsewhere, { branch: "main" });
    expect(await commitChange(elsewhere, change)).toBe(commit);
    expect(git(mirror.directory, `--git-dir=${mirror.directory}`, "log", "-1", "--format=%an|%ae|%at|%cn|%ct|%P|%B", commit)).toBe(
      `Grace|grace@example.org|1767323045|Slipway|1767323045|${baseCommit}|title\n\nbody`,
    );
  });

  it("continues the delivered branch, and makes nothing where the tree is the same", async () => {
    const { mirror, change } = await aDelivery();
    const first = await commitChange(mirror, change);
    expect(await commitChange(mirror, { ...change, previousCommit: first })).toBe(first);
    const second = await commitChange(mirror, { ...change, patch: Buffer.alloc(0), previousCommit: first });
    expect(git(mirror.directory, `--git-dir=${mirror.directory}`, "rev-parse", `${second}^`)).toBe(first);
  });

  it.each([
    ["a\ncommitter Evil <e@e> 0 +0000", "x@y\n@z"],
    ["<>", "a<b@c>"],
    ["", ""],
  ])("lets no author %j write headers (G19)", async (name, email) => {
    const { mirror, change } = await aDelivery();
    const commit = await commitChange(mirror, { ...change, author: { name, email } });
    const headers = git(mirror.directory, `--git-dir=${mirror.directory}`, "cat-file", "commit", commit).split("\n\n")[0] ?? "";
    expect(headers.split("\n").map((line) => line.split(" ")[0])).toEqual(["tree", "parent", "author", "committer"]);
    expect(headers).toContain("<noreply@slipway.invalid>");
  });

  it("says that an unknown previous commit must be fetched", async () => {
    const { mirror, change } = await aDelivery();
    await expect(commitChange(mirror, { ...change, previousCommit: "a".repeat(40) })).rejects.toThrow(ConflictError);
  });
});

describe("pushBranch to a repository on this machine", () => {
  it("makes the branch, does nothing the second time, and moves on from what it pushed", async () => {
    const { folder, mirror, change } = await aDelivery();
    const commit = await commitChange(mirror, change);
    const push = { branch: "slipway/one", credential: null, previousCommit: null };
    await pushBranch(mirror, { ...push, commit });
    await pushBranch(mirror, { ...push, commit });
    expect(git(folder, "rev-parse", "slipway/one")).toBe(commit);
    const next = await commitChange(mirror, { ...change, patch: Buffer.alloc(0), previousCommit: commit });
    await pushBranch(mirror, { ...push, commit: next, previousCommit: commit });
    await pushBranch(mirror, { ...push, commit: next, previousCommit: commit });
    expect(git(folder, "rev-parse", "slipway/one")).toBe(next);
    expect(git(folder, "status", "--porcelain")).toBe("");
  });

  it("leaves a branch alone that somebody else made or moved", async () => {
    const { folder, mirror, baseCommit, change } = await aDelivery();
    const commit = await commitChange(mirror, change);
    git(folder, "branch", "theirs", baseCommit);
    const push = { branch: "theirs", credential: null, previousCommit: null, commit };
    await expect(pushBranch(mirror, push)).rejects.toThrow(/commits that Slipway did not push/);
    await pushBranch(mirror, { ...push, branch: "ours" });
    git(folder, "checkout", "--quiet", "ours");
    const moved = commitFiles(folder, { theirs: "work\n" });
    git(folder, "checkout", "--quiet", "main");
    const next = await commitChange(mirror, { ...change, patch: Buffer.alloc(0), previousCommit: commit });
    await expect(pushBranch(mirror, { ...push, branch: "ours", commit: next, previousCommit: commit })).rejects.toThrow(ConflictError);
    expect(git(folder, "rev-parse", "ours", "theirs")).toBe(`${moved}\n${baseCommit}`);
  });

  it("does not move the branch that is checked out, whatever the repository's settings allow", async () => {
    const { folder, mirror, baseCommit, change } = await aDelivery();
    const commit = await commitChange(mirror, change);
    for (const setting of ["refuse", "ignore", "updateInstead"]) {
      git(folder, "config", "receive.denyCurrentBranch", setting);
      await expect(pushBranch(mirror, { commit, branch: "main", credential: null, previousCommit: baseCommit })).rejects.toThrow(
        /The branch is checked out in .*Choose another branch name/,
      );
    }
    expect(git(folder, "rev-parse", "main")).toBe(baseCommit);
  });

  it("refuses what is no branch name", async () => {
    const { mirror, change } = await aDelivery();
    const commit = await commitChange(mirror, change);
    await expect(pushBranch(mirror, { commit, branch: "--force", credential: null, previousCommit: null })).rejects.toThrow(
      InvalidInputError,
    );
  });

  it("serves a bare repository as well", async () => {
    const { folder, change } = await aDelivery();
    const bare = join(temporaryFolder(), "bare.git");
    git(folder, "clone", "--quiet", "--bare", folder, bare);
    const mirror = mirrorOf(bare);
    await updateMirror(mirror, { branch: "main" });
    const commit = await commitChange(mirror, change);
    await pushBranch(mirror, { commit, branch: "slipway/x", credential: null, previousCommit: null });
    expect(git(bare, "--git-dir=.", "rev-parse", "slipway/x")).toBe(commit);
  });
});
