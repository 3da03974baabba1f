import { execFileSync } from "node:child_process";
import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { NotFoundError } from "@slipway/core";
import { expect, it } from "vitest";
import { aRepository, commitFiles, mirrorOf, temporaryFolder } from "../../test/temporary-repository.ts";
import { archiveTree, treeAt, updateMirror } from "../index.ts";

async function filesOf(stream: AsyncIterable<Uint8Array>): Promise<string[]> {
  const parts: Uint8Array[] = [];
  for await (const part of stream) parts.push(part);
  const names = execFileSync("tar", ["-tf", "-"], { input: Buffer.concat(parts), encoding: "utf8" });
  return names.split("\n").filter((name) => name !== "" && !name.endsWith("/"));
}

it("a folder at a commit is archived without a work tree, nothing of the repository's runs, and no file is left", async () => {
  const marker = join(temporaryFolder(), "ran");
  const { folder } = aRepository();
  const commit = commitFiles(folder, {
    ".gitattributes": "* filter=evil\n",
    ".gitconfig": `[filter "evil"]\n\tsmudge = touch ${marker}\n`,
    "box/Dockerfile": "FROM a\n",
    "box/deep/file": "x\n",
    "beside.txt": "x\n",
  });
  const mirror = mirrorOf(folder);
  await updateMirror(mirror, { branch: "main" });
  const tree = await treeAt(mirror, { commit, folder: "box" });
  expect(await filesOf(await archiveTree(mirror, { tree }))).toEqual(["Dockerfile", "deep/file"]);
  expect(await filesOf(await archiveTree(mirror, { tree: await treeAt(mirror, { commit, folder: "" }) }))).toContain("box/Dockerfile");
  expect(existsSync(marker)).toBe(false);
  expect(readdirSync(join(mirror.directory, "archives"))).toEqual([]);
});

it("a folder that is not there is told, and no option gets through", async () => {
  const { folder, commit } = aRepository();
  const mirror = mirrorOf(folder);
  await updateMirror(mirror, { branch: "main" });
  await expect(treeAt(mirror, { commit, folder: "nowhere" })).rejects.toThrow(NotFoundError);
  await expect(archiveTree(mirror, { tree: "--remote=x" })).rejects.toThrow();
});
