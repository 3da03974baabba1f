import { type FileDiffMetadata, parseDiffFromFile } from "@pierre/diffs";
import type { DiffFile } from "./patch-model.ts";

/** How many files are compared anew at most: each costs two requests. */
const comparedFiles = 60;

type ReadBoth = (diff: FileDiffMetadata) => Promise<{ base: string; head: string }>;

/** The files with every line that differs by white space alone shown as unchanged. What cannot be compared anew stays as it is. */
export async function withoutWhitespace(files: readonly DiffFile[], readBoth: ReadBoth): Promise<DiffFile[]> {
  const compared = new Set(files.filter(isComparable).slice(0, comparedFiles));
  return Promise.all(files.map((file) => (compared.has(file) ? compareAnew(file, readBoth) : file)));
}

function isComparable({ change, diff }: DiffFile): boolean {
  return !change.binary && (diff.type === "change" || diff.type === "rename-changed");
}

async function compareAnew(file: DiffFile, readBoth: ReadBoth): Promise<DiffFile> {
  const both = await readBoth(file.diff).catch(() => null);
  if (both === null) return file;
  const before = { name: file.diff.prevName ?? file.diff.name, contents: both.base };
  return { ...file, diff: parseDiffFromFile(before, { name: file.diff.name, contents: both.head }, { ignoreWhitespace: true }) };
}
