import { type FileDiffMetadata, parsePatchFiles } from "@pierre/diffs";
import type { FileChange } from "@slipway/core";
import { showHidden } from "../../format/show-hidden.ts";

/** One file as the viewer shows it. `binaryBytes` is the size at head where the patch tells it. */
export type DiffFile = { id: string; change: FileChange; diff: FileDiffMetadata; binaryBytes: number | null };

/** The stored patch as files to show, in its order; joined with what the platform recorded of each. */
export function readPatch(patch: string, changes: readonly FileChange[]): DiffFile[] {
  const byPath = new Map(changes.map((change) => [change.path, change]));
  const sizes = binarySizes(patch);
  return parsePatchFiles(withHiddenShown(patch))
    .flatMap((parsed) => parsed.files)
    .flatMap((diff) => {
      const change = byPath.get(diff.name);
      return change === undefined ? [] : [{ id: change.path, change, diff, binaryBytes: sizes.get(change.path) ?? null }];
    });
}

/** Within hunks only: the file names in the headers are what the files are joined by. */
function withHiddenShown(patch: string): string {
  let inHunk = false;
  return patch
    .split("\n")
    .map((line) => {
      if (line.startsWith("diff --git ")) inHunk = false;
      else if (line.startsWith("@@ ")) inHunk = true;
      return inHunk ? showHidden(line) : line;
    })
    .join("\n");
}

/** Whether the diff holds this line of the file at head: what lies between the hunks cannot be scrolled to. */
export function showsLine(file: DiffFile | undefined, line: number): boolean {
  return (
    file?.diff.hunks.some(({ additionStart, additionCount }) => line >= additionStart && line < additionStart + additionCount) ?? false
  );
}

/** Sizes at head of the binary files, from the `literal` lines of git's binary patches (git-diff(1), --binary). */
export function binarySizes(patch: string): Map<string, number> {
  const sizes = new Map<string, number>();
  let path = "";
  let inBinary = false;
  for (const line of patch.split("\n")) {
    if (line.startsWith("diff --git ")) {
      path = / b\/(.+)$/.exec(line)?.[1] ?? "";
      inBinary = false;
    } else if (line === "GIT binary patch") {
      inBinary = true;
    } else if (inBinary) {
      const size = /^literal (\d+)$/.exec(line)?.[1];
      if (size !== undefined) sizes.set(path, Number(size));
      inBinary = false;
    }
  }
  return sizes;
}

export const kindLetters: Record<FileChange["kind"], { letter: string; words: string; tone: string }> = {
  added: { letter: "A", words: "Added", tone: "text-good" },
  modified: { letter: "M", words: "Modified", tone: "text-warn" },
  deleted: { letter: "D", words: "Deleted", tone: "text-bad" },
  renamed: { letter: "R", words: "Renamed", tone: "text-accent" },
  copied: { letter: "C", words: "Copied", tone: "text-accent" },
  type_changed: { letter: "T", words: "Type changed", tone: "text-warn" },
};
