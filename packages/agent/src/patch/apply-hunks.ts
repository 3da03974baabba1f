import { findAnchor, findLines } from "./find-lines.ts";
import { nearestLines } from "./nearest-lines.ts";
import type { Hunk } from "./parse-patch.ts";
import { PatchError } from "./patch-error.ts";

/** Lines `start` (from 0) up to `start + removed` of the old file become `added`. */
type Replacement = { start: number; removed: number; added: string[] };

/** The new text, and the changed lines' numbers in it, from 1. */
export type PatchedText = { text: string; ranges: { first: number; last: number }[]; additions: number; deletions: number };

/**
 * Applies the hunks of one file. Context keeps the file's own bytes where it matched tolerantly; line ends and a
 * missing final newline stay as the file has them. Throws a PatchError that shows the nearest lines.
 */
export function applyHunks(input: { path: string; text: string; hunks: readonly Hunk[] }): PatchedText {
  const { path, text } = input;
  const file = splitText(text);
  const replacements: Replacement[] = [];
  let cursor = 0;
  for (const hunk of input.hunks) {
    const place = locate({ path, lines: file.lines, hunk, cursor, taken: replacements });
    replacements.push(...replacementsOf(place, file));
    cursor = place.start + oldLines(place.lines).length;
  }
  return rebuild(file, replacements);
}

type TextFile = { lines: string[]; carriageReturns: boolean; finalNewline: boolean };

function splitText(text: string): TextFile {
  const lines = text.split("\n");
  const finalNewline = lines.at(-1) === "";
  if (finalNewline) lines.pop();
  const carriageReturns = lines.length > 0 && lines.filter((line) => line.endsWith("\r")).length * 2 > lines.length;
  return { lines, carriageReturns, finalNewline: finalNewline || lines.length === 0 };
}

type Search = { path: string; lines: readonly string[]; hunk: Hunk; cursor: number; taken: readonly Replacement[] };

/** The hunk's lines as they were found in the file, and where, from 0. */
type Place = { lines: Hunk["lines"]; start: number };

function locate(search: Search): Place {
  const { path, lines, hunk } = search;
  const from = afterAnchors(search);
  for (const reading of [hunk.lines, withoutTrailingBlanks(hunk.lines)]) {
    const start = placeOf(reading, search, from);
    if (start !== -1) return { lines: reading, start };
  }
  const old = oldLines(hunk.lines);
  const fault =
    old.length === 0
      ? `what stands behind "@@ ${hunk.anchors.at(-1)}" is removed by an earlier hunk, so nothing was changed.`
      : `these lines were not found, so nothing was changed:\n${old.join("\n")}\n${nearestLines(lines, old)}`;
  throw new PatchError("mismatch", `${path}: ${fault}`);
}

/** -1 where the file has no place for these lines that earlier hunks have left alone. */
function placeOf(reading: Hunk["lines"], search: Search, from: number): number {
  const { lines, hunk, cursor, taken } = search;
  const old = oldLines(reading);
  const isFree = (start: number) => start !== -1 && !overlaps(taken, start, old.length);
  if (old.length === 0) {
    const place = hunk.anchors.length > 0 && !hunk.endOfFile ? from : lines.length;
    return isFree(place) ? place : -1;
  }
  // The anchor may be repeated as the hunk's first line; hunks may come in another order than the file's.
  const starts = [from, Math.max(cursor, from - hunk.anchors.length), 0];
  if (hunk.endOfFile) starts.unshift(Math.max(from, lines.length - old.length));
  for (const start of starts) {
    const found = findLines(lines, old, start);
    if (isFree(found)) return found;
  }
  return -1;
}

function oldLines(lines: Hunk["lines"]): string[] {
  return lines.filter(({ kind }) => kind !== "+").map(({ text }) => text);
}

/** A blank context line between a hunk and the next header is part of the patch's layout more often than of the file. */
function withoutTrailingBlanks(lines: Hunk["lines"]): Hunk["lines"] {
  const last = lines.findLastIndex(({ kind, text }) => kind !== " " || text.trim() !== "");
  return last === -1 ? lines : lines.slice(0, last + 1);
}

function afterAnchors({ path, lines, hunk, cursor }: Search): number {
  let from = cursor;
  for (const anchor of hunk.anchors) {
    const behind = findAnchor(lines, anchor, from);
    const found = behind === -1 ? findAnchor(lines, anchor, 0) : behind;
    if (found === -1) {
      throw new PatchError(
        "mismatch",
        `${path}: the line of "@@ ${anchor}" was not found, so nothing was changed. ${nearestLines(lines, [anchor])}`,
      );
    }
    from = found + 1;
  }
  return from;
}

function overlaps(taken: readonly Replacement[], start: number, length: number): boolean {
  return taken.some((other) => start < other.start + other.removed && other.start < start + length);
}

/** One replacement for each run of changed lines, so that context is never rewritten. */
function replacementsOf({ lines, start }: Place, file: TextFile): Replacement[] {
  const replacements: Replacement[] = [];
  let position = start;
  let open: Replacement | null = null;
  for (const line of lines) {
    if (line.kind === " ") {
      open = null;
      position += 1;
      continue;
    }
    if (open === null) {
      open = { start: position, removed: 0, added: [] };
      replacements.push(open);
    }
    if (line.kind === "+") open.added.push(withLineEnd(line.text, file));
    else {
      open.removed += 1;
      position += 1;
    }
  }
  return replacements;
}

function withLineEnd(line: string, file: TextFile): string {
  return file.carriageReturns && !line.endsWith("\r") ? `${line}\r` : line;
}

function rebuild(file: TextFile, replacements: readonly Replacement[]): PatchedText {
  const result: string[] = [];
  const ranges: PatchedText["ranges"] = [];
  let position = 0;
  // What is only inserted stands above what is replaced in the same place, whichever hunk came first.
  const ordered = [...replacements].sort((a, b) => a.start - b.start || Math.sign(a.removed) - Math.sign(b.removed));
  for (const { start, removed, added } of ordered) {
    result.push(...file.lines.slice(position, start), ...added);
    position = start + removed;
    ranges.push({ first: Math.max(1, Math.min(result.length, result.length - added.length + 1)), last: Math.max(1, result.length) });
  }
  const tail = file.lines.slice(position);
  result.push(...tail);
  const finalNewline = file.finalNewline || tail.length === 0;
  return {
    text: result.length === 0 ? "" : result.join("\n") + (finalNewline ? "\n" : ""),
    ranges,
    additions: replacements.reduce((sum, { added }) => sum + added.length, 0),
    deletions: replacements.reduce((sum, { removed }) => sum + removed, 0),
  };
}
