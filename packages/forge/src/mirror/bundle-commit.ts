import { randomUUID } from "node:crypto";
import { mkdir, readdir, rename, rm, stat, utimes, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expectGit } from "../git/expect-git.ts";
import { objectId } from "../git/object-id.ts";
import { type Mirror, writeBareRepository } from "./open-mirror.ts";
import { refuseLargeTree } from "./refuse-large-tree.ts";

const keptBundles = 4;
/** A path handed out is opened within this time; until then its bundle stays. */
const settledMs = 10 * 60_000;

/**
 * The path of a git bundle that holds the commit with its whole history, as `refs/heads/slipway-base`. Made once per commit
 * and kept; open it soon, since old ones are removed. Throws InvalidInputError for a tree of too many files.
 */
export async function bundleCommit(mirror: Mirror, options: { commit: string; signal?: AbortSignal }): Promise<string> {
  const folder = join(mirror.directory, "bundles");
  const path = join(folder, `${objectId(options.commit)}.bundle`);
  if (await markUsed(path)) return path;
  await refuseLargeTree(mirror, options);
  await mkdir(folder, { recursive: true });
  const temporary = join(folder, `new-${randomUUID()}`);
  try {
    // A repository of its own around the mirror's objects: the one ref needs no lock and disturbs nobody.
    await writeBareRepository(temporary, [join(mirror.directory, "objects")]);
    await writeFile(join(temporary, "refs", "heads", "slipway-base"), `${options.commit}\n`);
    const file = join(temporary, "bundle");
    await expectGit({
      directory: temporary,
      args: ["bundle", "create", "--quiet", file, "refs/heads/slipway-base"],
      signal: options.signal,
      limitMs: 15 * 60_000,
    });
    await rename(file, path);
  } finally {
    await rm(temporary, { recursive: true, force: true });
  }
  await prune(folder);
  return path;
}

async function markUsed(path: string): Promise<boolean> {
  const now = new Date();
  return utimes(path, now, now).then(
    () => true,
    () => false,
  );
}

/** What a killed process left half made is older than any bundle takes to make. */
const abandonedMs = 3_600_000;

async function prune(folder: string): Promise<void> {
  const entries = await readEntries(folder);
  const old = entries
    .filter((entry) => entry.path.endsWith(".bundle"))
    .toSorted((a, b) => b.usedAt - a.usedAt)
    .slice(keptBundles)
    .filter((entry) => Date.now() - entry.usedAt > settledMs);
  const abandoned = entries.filter((entry) => !entry.path.endsWith(".bundle") && Date.now() - entry.usedAt > abandonedMs);
  await Promise.all([...old, ...abandoned].map((entry) => rm(entry.path, { recursive: true, force: true })));
}

async function readEntries(folder: string): Promise<{ path: string; usedAt: number }[]> {
  const names = await readdir(folder);
  return Promise.all(
    names.map(async (name) => {
      const path = join(folder, name);
      // Gone meanwhile, it counts as new.
      const entry = await stat(path).catch(() => null);
      return { path, usedAt: entry?.mtimeMs ?? Date.now() };
    }),
  );
}
