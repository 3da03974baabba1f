import { applyHunks } from "./apply-hunks.ts";
import type { PatchOperation } from "./parse-patch.ts";
import { PatchError } from "./patch-error.ts";
import { patchPath } from "./patch-path.ts";

/** A file's new state; `content` null is a removal. `original` is what the workspace held before the patch. */
export type StagedFile = { path: string; original: Uint8Array | null; content: Uint8Array | null; modeFrom: string | null };

/** One line of the report: a file, what happened to it, and which of its lines are new. */
export type StagedChange = {
  kind: "added" | "modified" | "deleted" | "renamed";
  path: string;
  previousPath: string | null;
  additions: number;
  deletions: number;
  ranges: readonly { first: number; last: number }[];
};

export type StagedPatch = { files: StagedFile[]; changes: StagedChange[] };

type StageInput = { operations: readonly PatchOperation[]; root: string; readFile(path: string): Promise<Uint8Array | null> };

/** Works out every file of the patch in memory, in order. Throws a PatchError before anything could be written. */
export async function stagePatch(input: StageInput): Promise<StagedPatch> {
  const overlay = new Map<string, StagedFile>();
  const changes: StagedChange[] = [];
  const open = async (path: string): Promise<StagedFile> => {
    const known = overlay.get(path);
    if (known !== undefined) return known;
    const original = await input.readFile(path);
    const file: StagedFile = { path, original, content: original, modeFrom: null };
    overlay.set(path, file);
    return file;
  };
  for (const operation of input.operations) {
    const file = await open(patchPath(operation.path, input.root));
    if (operation.kind === "add") changes.push(stageAdd(file, operation.lines));
    else if (operation.kind === "delete") changes.push(stageDelete(file));
    else
      changes.push(
        stageUpdate({ file, operation, target: operation.moveTo === null ? file : await open(patchPath(operation.moveTo, input.root)) }),
      );
  }
  return { files: [...overlay.values()].filter(isChanged), changes };
}

function isChanged({ original, content }: StagedFile): boolean {
  if (original === null || content === null) return original !== content;
  return Buffer.compare(original, content) !== 0;
}

function stageAdd(file: StagedFile, lines: readonly string[]): StagedChange {
  if (file.content !== null) {
    throw new PatchError(
      "mismatch",
      `${file.path} exists already, so nothing was changed. Use "*** Update File:", or delete it earlier in the same patch.`,
    );
  }
  file.content = encode(lines.map((line) => `${line}\n`).join(""));
  const ranges = lines.length === 0 ? [] : [{ first: 1, last: lines.length }];
  return { kind: "added", path: file.path, previousPath: null, additions: lines.length, deletions: 0, ranges };
}

function stageDelete(file: StagedFile): StagedChange {
  const content = existing(file);
  file.content = null;
  const deletions = content.length === 0 ? 0 : Buffer.from(content).toString("latin1").replace(/\n$/, "").split("\n").length;
  return { kind: "deleted", path: file.path, previousPath: null, additions: 0, deletions, ranges: [] };
}

function stageUpdate(update: {
  file: StagedFile;
  operation: Extract<PatchOperation, { kind: "update" }>;
  target: StagedFile;
}): StagedChange {
  const { file, operation, target } = update;
  const content = existing(file);
  const moved = target !== file;
  if (moved && target.content !== null)
    throw new PatchError("mismatch", `${target.path} exists already, so ${file.path} was not moved there and nothing was changed.`);
  const patched =
    operation.hunks.length === 0 ? null : applyHunks({ path: file.path, text: decode(file.path, content), hunks: operation.hunks });
  target.content = patched === null ? content : encode(patched.text);
  if (moved) {
    target.modeFrom = file.path;
    file.content = null;
  }
  return {
    kind: moved ? "renamed" : "modified",
    path: target.path,
    previousPath: moved ? file.path : null,
    additions: patched?.additions ?? 0,
    deletions: patched?.deletions ?? 0,
    ranges: patched?.ranges ?? [],
  };
}

function existing(file: StagedFile): Uint8Array {
  if (file.content !== null) return file.content;
  throw new PatchError("mismatch", `There is no file ${file.path}, so nothing was changed.`);
}

function encode(text: string): Uint8Array {
  return new TextEncoder().encode(text);
}

function decode(path: string, content: Uint8Array): string {
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(content);
  } catch (cause) {
    throw new PatchError("mismatch", `${path} is not UTF-8 text, so a patch cannot change it; nothing was changed. (${String(cause)})`);
  }
}
