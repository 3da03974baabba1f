import type { InstructionFile } from "@slipway/agent";
import { InvalidInputError } from "@slipway/core";
import { listBlobs, type Mirror, readFileAt } from "@slipway/forge";

/** The first of a folder counts there. */
const FOR_AGENTS = ["AGENTS.md", "CLAUDE.md"];
const FOR_PEOPLE = ["CONTRIBUTING.md", ".editorconfig"];
/** Where house rules are looked for. */
const COMMON_FOLDERS = new Set(["", ".github", "docs"]);
const MAX_DEPTH = 12;
const MAX_FILES = 40;
const READ_BYTES = 262_144;

export type RepositoryRules = { instructions: InstructionFile[]; houseRules: string[] };

/** What the repository says at `commit` about how to work in it; of very many files those nearest to the root. */
export async function readInstructions(
  mirror: Mirror,
  { commit, signal }: { commit: string; signal: AbortSignal },
): Promise<RepositoryRules> {
  const found = await listBlobs(mirror, { treeish: commit, names: [...FOR_AGENTS, ...FOR_PEOPLE], maxDepth: MAX_DEPTH, signal });
  const paths = found.map(({ path }) => path);
  const instructions = await Promise.all(
    instructionPaths(paths).map(async (path) => ({ path, text: await readText(mirror, { commit, path, signal }) })),
  );
  return { instructions, houseRules: paths.filter((path) => FOR_PEOPLE.includes(nameOf(path)) && COMMON_FOLDERS.has(folderOf(path))) };
}

/** Of each folder one file, outer folders first. */
export function instructionPaths(paths: readonly string[]): string[] {
  const byFolder = new Map<string, string>();
  for (const name of FOR_AGENTS) {
    for (const path of paths) if (nameOf(path) === name && !byFolder.has(folderOf(path))) byFolder.set(folderOf(path), path);
  }
  const depth = (path: string) => path.split("/").length;
  return [...byFolder.values()].sort((a, b) => depth(a) - depth(b) || (a < b ? -1 : 1)).slice(0, MAX_FILES);
}

async function readText(
  mirror: Mirror,
  { commit, path, signal }: { commit: string; path: string; signal: AbortSignal },
): Promise<string | null> {
  try {
    const bytes = await readFileAt(mirror, { treeish: commit, path, maxBytes: READ_BYTES, signal });
    return bytes === null ? null : new TextDecoder().decode(bytes);
  } catch (error) {
    if (error instanceof InvalidInputError) return null;
    throw error;
  }
}

function nameOf(path: string): string {
  return path.slice(path.lastIndexOf("/") + 1);
}

function folderOf(path: string): string {
  return path.includes("/") ? path.slice(0, path.lastIndexOf("/")) : "";
}
