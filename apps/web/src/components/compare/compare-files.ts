import type { FileChange } from "@slipway/core";

type FileOverlap = "both" | "left" | "right";
export type ComparedFile = { path: string; overlap: FileOverlap; left: FileChange | null; right: FileChange | null };

const order: readonly FileOverlap[] = ["both", "left", "right"];

/** The files that either attempt changed; those of both first, then by path. */
export function compareFiles(left: readonly FileChange[], right: readonly FileChange[]): ComparedFile[] {
  const [lefts, rights] = [byPath(left), byPath(right)];
  const paths = [...new Set([...lefts.keys(), ...rights.keys()])];
  return paths
    .map((path): ComparedFile => {
      const [ours, theirs] = [lefts.get(path) ?? null, rights.get(path) ?? null];
      return { path, left: ours, right: theirs, overlap: ours === null ? "right" : theirs === null ? "left" : "both" };
    })
    .toSorted((a, b) => order.indexOf(a.overlap) - order.indexOf(b.overlap) || a.path.localeCompare(b.path));
}

function byPath(files: readonly FileChange[]): Map<string, FileChange> {
  return new Map(files.map((file) => [file.path, file]));
}
