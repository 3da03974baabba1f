import { chmodSync, renameSync, rmSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { InvalidInputError } from "@slipway/core";
import { describe, expect, it } from "vitest";
import { aRepository, binaryDiff, commitFiles, git, mirrorOf, writeFiles } from "../../test/temporary-repository.ts";
import { commitChange, examinePatch, updateMirror } from "../index.ts";

async function aMirror(files?: Record<string, string | Buffer>) {
  const { folder, commit } = aRepository(files);
  const mirror = mirrorOf(folder);
  await updateMirror(mirror, { branch: "main" });
  return { folder, commit, mirror };
}

function newFile(path: string, options: { mode?: string; content?: string } = {}): Buffer {
  const lines = (options.content ?? "x").split("\n");
  const target = `b/${path}`;
  return Buffer.from(
    `diff --git "a/${path}" "${target}"\nnew file mode ${options.mode ?? "100644"}\n--- /dev/null\n+++ "${target}"\n@@ -0,0 +1,${lines.length} @@\n${lines.map((line) => `+${line}\n`).join("")}`,
  );
}

describe("examinePatch", () => {
  it("gives the tree that the change leads to, and each file as it changed", async () => {
    const text = Array.from({ length: 40 }, (_, line) => `line ${line}\n`).join("");
    const { folder, commit, mirror } = await aMirror({
      "a.txt": text,
      "moved.txt": `${text}more\n`,
      "gone.txt": "gone\n",
      "run.sh": "echo\n",
      "image.png": Buffer.from([0, 1, 2, 255]),
      "link-to-be": "text\n",
    });
    writeFiles(folder, {
      "a.txt": text.replace("line 3\n", "line three\nand a half\n"),
      "image.png": Buffer.from([0, 9, 9, 254, 10]),
      'new ü \t".bin': Buffer.from([0, 10]),
    });
    renameSync(join(folder, "moved.txt"), join(folder, "renamed.txt"));
    rmSync(join(folder, "gone.txt"));
    chmodSync(join(folder, "run.sh"), 0o755);
    rmSync(join(folder, "link-to-be"));
    symlinkSync("/etc/passwd", join(folder, "link-to-be"));
    git(folder, "add", "--all");
    const patch = binaryDiff(folder, "--cached", "HEAD");
    const examined = await examinePatch(mirror, { baseCommit: commit, patch });
    expect(examined.headTree).toBe(git(folder, "write-tree"));
    expect(examined.files).toEqual([
      {
        path: "a.txt",
        previousPath: null,
        kind: "modified",
        binary: false,
        additions: 2,
        deletions: 1,
        oldMode: "100644",
        newMode: "100644",
      },
      {
        path: "gone.txt",
        previousPath: null,
        kind: "deleted",
        binary: false,
        additions: 0,
        deletions: 1,
        oldMode: "100644",
        newMode: "000000",
      },
      {
        path: "image.png",
        previousPath: null,
        kind: "modified",
        binary: true,
        additions: null,
        deletions: null,
        oldMode: "100644",
        newMode: "100644",
      },
      {
        path: "link-to-be",
        previousPath: null,
        kind: "type_changed",
        binary: false,
        additions: 1,
        deletions: 1,
        oldMode: "100644",
        newMode: "120000",
      },
      {
        path: 'new ü \t".bin',
        previousPath: null,
        kind: "added",
        binary: true,
        additions: null,
        deletions: null,
        oldMode: "000000",
        newMode: "100644",
      },
      {
        path: "renamed.txt",
        previousPath: "moved.txt",
        kind: "renamed",
        binary: false,
        additions: 0,
        deletions: 0,
        oldMode: "100644",
        newMode: "100644",
      },
      {
        path: "run.sh",
        previousPath: null,
        kind: "modified",
        binary: false,
        additions: 0,
        deletions: 0,
        oldMode: "100644",
        newMode: "100755",
      },
    ]);
    expect(examined.warnings.map(({ kind, path }) => [kind, path])).toEqual([
      ["symlink", "link-to-be"],
      ["hidden_characters", 'new ü \t".bin'],
      ["executable", "run.sh"],
    ]);
    const made = await commitChange(mirror, {
      baseCommit: commit,
      patch,
      message: "a change",
      author: { name: "Ada", email: null },
      committedAt: "2026-01-02T03:04:05.678Z",
      previousCommit: null,
    });
    expect(git(mirror.directory, `--git-dir=${mirror.directory}`, "rev-parse", `${made}^{tree}`)).toBe(examined.headTree);
  });

  it("takes an empty patch for no change", async () => {
    const { folder, commit, mirror } = await aMirror();
    expect(await examinePatch(mirror, { baseCommit: commit, patch: Buffer.alloc(0) })).toEqual({
      headTree: git(folder, "rev-parse", "HEAD^{tree}"),
      files: [],
      warnings: [],
    });
  });

  it.each([
    ["../outside", "../outside"],
    ["an absolute path", "/etc/cron.d/x"],
    [".git", ".git/hooks/post-checkout"],
    [".GIT", ".GIT/config"],
    ["the NTFS short name", "GIT~1/config"],
    ["a nested .git", "sub/.git/config"],
    ["the HFS+ spelling", ".g\u200cit/config"],
    ["an NTFS stream", ".git::$INDEX_ALLOCATION/config"],
  ])("refuses a patch that writes to %s (G12)", async (_name, path) => {
    const { commit, mirror } = await aMirror();
    await expect(examinePatch(mirror, { baseCommit: commit, patch: newFile(path) })).rejects.toThrow(InvalidInputError);
  });

  it("refuses to write through a symbolic link that the patch itself makes (G12)", async () => {
    const { commit, mirror } = await aMirror();
    const link = Buffer.from(
      "diff --git a/out b/out\nnew file mode 120000\n--- /dev/null\n+++ b/out\n@@ -0,0 +1 @@\n+/tmp\n\\ No newline at end of file\n",
    );
    await expect(examinePatch(mirror, { baseCommit: commit, patch: Buffer.concat([link, newFile("out/file")]) })).rejects.toThrow(
      InvalidInputError,
    );
  });

  it.each([
    ["garbage", "this is no patch"],
    ["a file that is not there", "diff --git a/x b/x\n--- a/x\n+++ b/x\n@@ -1 +1 @@\n-a\n+b\n"],
    ["other content", "diff --git a/README.md b/README.md\n--- a/README.md\n+++ b/README.md\n@@ -1 +1 @@\n-not this\n+b\n"],
  ])("refuses a patch against %s", async (_name, patch) => {
    const { commit, mirror } = await aMirror();
    await expect(examinePatch(mirror, { baseCommit: commit, patch: Buffer.from(patch) })).rejects.toThrow(/The patch is refused/);
  });

  it.each([
    ["symlink", "link", { mode: "120000", content: "/etc/passwd" }],
    ["submodule", "module", { mode: "160000", content: `Subproject commit ${"a".repeat(40)}` }],
    ["submodule", ".gitmodules", { content: '[submodule "x"]\n\tpath = x\n\turl = ext::sh -c id' }],
    ["executable", "tool.sh", { mode: "100755" }],
    ["workflow", ".github/workflows/ci.yml", {}],
    ["workflow", "docs/CODEOWNERS", {}],
    ["instructions", "AGENTS.md", {}],
    ["instructions", "sub/CLAUDE.md", {}],
    ["instructions", ".cursor/rules/x.md", {}],
    ["instructions", ".vscode/tasks.json", {}],
    ["instructions", ".mcp.json", {}],
    ["hidden_characters", "src/a.ts", { content: "if (admin) {\u202E }" }],
    ["hidden_characters", "a\u202Etxt.exe", {}],
    ["large", "data.csv", { content: "1,2\n".repeat(6_000) }],
    ["lockfile_host", "package-lock.json", { content: '"resolved": "https://packages.example.org/x.tgz"' }],
    ["secret", "key.pem", { content: "-----BEGIN RSA PRIVATE KEY-----" }],
    ["secret", "config.ts", { content: `const token = "ghp_${"a1".repeat(18)}";` }],
  ] as const)("flags %s for %s (G12, G15, G18)", async (kind, path, file) => {
    const { commit, mirror } = await aMirror();
    const { warnings } = await examinePatch(mirror, { baseCommit: commit, patch: newFile(path, file) });
    expect(warnings.map((warning) => [warning.kind, warning.path])).toContainEqual([kind, path]);
    expect(warnings.filter((warning) => warning.kind !== kind)).toEqual([]);
  });

  it("reads added lines alone: what looks like a header in them is content, and removed secrets are no warning", async () => {
    const secret = `ghp_${"b2".repeat(18)}`;
    const { folder, mirror } = await aMirror({ "a.txt": `${secret}\n` });
    const commit = commitFiles(folder, { "b.txt": "b\n" });
    await updateMirror(mirror, { branch: "main" });
    writeFiles(folder, { "a.txt": "gone\n", "b.txt": `b\n++ b/other.txt\n@@ -1 +1 @@\n${secret}\n` });
    const { warnings } = await examinePatch(mirror, { baseCommit: commit, patch: binaryDiff(folder) });
    expect(warnings).toEqual([{ kind: "secret", path: "b.txt", message: "What looks like a GitHub token in line 4." }]);
  });

  it("refuses a small patch that claims to unpack to more than memory holds (G13)", async () => {
    const { commit, mirror } = await aMirror();
    const bomb = `diff --git a/x b/x\nnew file mode 100644\nindex ${"0".repeat(40)}..${"1".repeat(40)}\nGIT binary patch\nliteral 99999999999\ncc$@)1gaK\n\nliteral 0\nHcmV?d00001\n\n`;
    await expect(examinePatch(mirror, { baseCommit: commit, patch: Buffer.from(bomb) })).rejects.toThrow(InvalidInputError);
  });

  it("lets other work through while it reads a large change", async () => {
    const { commit, mirror } = await aMirror();
    const line = `${"a.".repeat(50)}`;
    const patch = newFile("large.txt", { content: Array.from({ length: 300_000 }, () => line).join("\n") });
    let longestGapMs = 0;
    let last = performance.now();
    const beat = setInterval(() => {
      longestGapMs = Math.max(longestGapMs, performance.now() - last);
      last = performance.now();
    }, 10);
    const { warnings } = await examinePatch(mirror, { baseCommit: commit, patch });
    clearInterval(beat);
    expect(warnings.map(({ kind }) => kind)).toEqual(["large"]);
    expect(longestGapMs).toBeLessThan(2_000);
  });

  it("flags a workflow that goes away", async () => {
    const { folder, commit, mirror } = await aMirror({ ".github/workflows/ci.yml": "on: push\n", a: "a\n" });
    rmSync(join(folder, ".github"), { recursive: true });
    const { warnings } = await examinePatch(mirror, { baseCommit: commit, patch: binaryDiff(folder) });
    expect(warnings.map(({ kind, path }) => [kind, path])).toEqual([["workflow", ".github/workflows/ci.yml"]]);
  });
});
