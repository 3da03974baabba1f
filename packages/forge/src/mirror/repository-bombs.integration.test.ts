import { createHash, randomBytes } from "node:crypto";
import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { deflateSync } from "node:zlib";
import { InvalidInputError } from "@slipway/core";
import { expect, it } from "vitest";
import { aRepository, commitFiles, git, mirrorOf, temporaryFolder } from "../../test/temporary-repository.ts";
import { expectGit } from "../git/expect-git.ts";
import { runGit } from "../git/run-git.ts";
import { bundleCommit, updateMirror } from "../index.ts";
import { objectBytes } from "./object-bytes.ts";

const MIB = 2 ** 20;

it("stops a fetch that outgrows the mirror's bound, and leaves nothing of a first one (G07)", async () => {
  const { folder } = aRepository({ "large.bin": randomBytes(40 * MIB) });
  const mirror = mirrorOf(folder, { bytes: 8 * MIB });
  await expect(updateMirror(mirror, { branch: "main" })).rejects.toThrow(/larger than the 8 MiB .*SLIPWAY_REPOSITORY_BYTES/);
  expect(existsSync(mirror.directory)).toBe(false);
});

it("keeps what a mirror held before a fetch that was too large, and its half-written packs go (G07)", async () => {
  const { folder, commit } = aRepository();
  const mirror = mirrorOf(folder, { bytes: 8 * MIB });
  await updateMirror(mirror, { branch: "main" });
  const many = Array.from({ length: 120 }, (_, index) => [`part-${index}`, randomBytes(MIB / 4)] as const);
  commitFiles(folder, Object.fromEntries(many));
  await expect(updateMirror(mirror, { branch: "main" })).rejects.toThrow(InvalidInputError);
  expect(readdirSync(join(mirror.directory, "objects/pack")).filter((name) => name.startsWith("tmp_"))).toEqual([]);
  await expectGit({ directory: mirror.directory, args: ["cat-file", "-e", `${commit}^{tree}`] });
  const roomier = { ...mirror, bounds: { ...mirror.bounds, bytes: 512 * MIB } };
  expect(await updateMirror(roomier, { branch: "main" })).toBe(git(folder, "rev-parse", "HEAD"));
  expect(await objectBytes(roomier)).toBeGreaterThan(30 * MIB);
});

it("refuses twelve objects that name ten billion files before anything unfolds them (G07)", async () => {
  const { folder } = aRepository();
  let entry = `100644 blob ${git(folder, "rev-parse", "HEAD:README.md")}`;
  for (let level = 0; level < 10; level += 1) {
    const tree = Array.from({ length: 10 }, (_, index) => `${entry}\tf${index}\n`).join("");
    const made = await runGit({ directory: join(folder, ".git"), args: ["mktree"], input: tree });
    entry = `040000 tree ${made.stdout.toString().trim()}`;
  }
  git(folder, "update-ref", "refs/heads/main", git(folder, "commit-tree", "-m", "many", entry.split(" ")[2] ?? ""));
  const mirror = mirrorOf(folder);
  const commit = await updateMirror(mirror, { branch: "main" });
  await expect(bundleCommit(mirror, { commit })).rejects.toThrow(/has more than 1000000 files/);
  expect(readdirSync(join(mirror.directory, "bundles"))).toEqual([]);
});

it.each([
  ["a delta", (size: number) => packOf([object(3, 4, Buffer.from("base")), deltaTo(size)])],
  ["a tree", (size: number) => packOf([object(2, size, Buffer.alloc(4))])],
])("gives no memory to %s that claims to unpack to eight gigabytes (G07)", async (_, pack) => {
  const folder = temporaryFolder();
  git(folder, "init", "--quiet", "--bare");
  const unpacked = await runGit({ directory: folder, args: ["index-pack", "--stdin"], input: pack(8 * 1_024 * MIB) });
  expect(unpacked.exitCode).not.toBe(0);
  expect(unpacked.stderr).toMatch(/attempting to allocate 858993\d+ over limit/);
});

/** git's pack format, version 2 (gitformat-pack(5)). */
function packOf(objects: readonly Buffer[]): Buffer {
  const header = Buffer.alloc(12);
  header.write("PACK");
  header.writeUInt32BE(2, 4);
  header.writeUInt32BE(objects.length, 8);
  const body = Buffer.concat([header, ...objects]);
  return Buffer.concat([body, createHash("sha1").update(body).digest()]);
}

function object(type: number, size: number, content: Buffer, reference = Buffer.alloc(0)): Buffer {
  const bytes = [(type << 4) | (size % 16)];
  for (let rest = Math.floor(size / 16); rest > 0; rest = Math.floor(rest / 128)) {
    bytes[bytes.length - 1] = (bytes.at(-1) ?? 0) | 128;
    bytes.push(rest % 128);
  }
  return Buffer.concat([Buffer.from(bytes), reference, deflateSync(content)]);
}

/** A delta against the blob "base", the result of which is said to have `size` bytes. */
function deltaTo(size: number): Buffer {
  const instructions = Buffer.from([...variable(4), ...variable(size), 0x90, 4]);
  const base = createHash("sha1").update("blob 4\0base").digest();
  return object(7, instructions.length, instructions, base);
}

function variable(size: number): number[] {
  return size < 128 ? [size] : [(size % 128) | 128, ...variable(Math.floor(size / 128))];
}
