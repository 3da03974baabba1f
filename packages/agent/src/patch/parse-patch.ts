import { PatchError } from "./patch-error.ts";

/** A line of a hunk: context, removed or added. */
type HunkLine = { kind: " " | "-" | "+"; text: string };

/** `anchors` are the texts after `@@`, outer first; each one moves the search behind the line it names. */
export type Hunk = { anchors: string[]; lines: HunkLine[]; endOfFile: boolean };

export type PatchOperation =
  | { kind: "add"; path: string; lines: string[] }
  | { kind: "delete"; path: string }
  | { kind: "update"; path: string; moveTo: string | null; hunks: Hunk[] };

const header = /^\*\*\* (Add File|Delete File|Update File|Move to): (.+)$/;
const rangeAnchor = /^-\d+(?:,\d+)? \+\d+(?:,\d+)? @@ ?/;

/** Reads the `*** Begin Patch` envelope. Throws a PatchError that names the line at fault. */
export function parsePatch(text: string): PatchOperation[] {
  const lines = envelopeLines(text);
  const operations: PatchOperation[] = [];
  for (const [index, line] of lines.slice(1, -1).entries()) addLine(operations, line, index + 2);
  if (operations.length === 0) throw malformed(1, "the patch names no file");
  for (const operation of operations) refuseEmptyUpdate(operation);
  return operations;
}

function envelopeLines(text: string): string[] {
  const lines = text
    .replace(/^\s*\n/, "")
    .trimEnd()
    .split("\n");
  if (lines[0]?.trim() !== "*** Begin Patch") throw malformed(1, `the first line must be "*** Begin Patch"`);
  if (lines.at(-1)?.trim() !== "*** End Patch") throw malformed(lines.length, `the last line must be "*** End Patch"`);
  return lines;
}

function addLine(operations: PatchOperation[], line: string, lineNumber: number): void {
  const match = header.exec(line.trimEnd());
  const operation = operations.at(-1);
  if (match) startOperation({ operations, word: match[1] ?? "", path: (match[2] ?? "").trim(), lineNumber });
  else if (operation === undefined || operation.kind === "delete") refuseStrayLine(line, lineNumber);
  else if (operation.kind === "add") addFileLine(operation.lines, line, lineNumber);
  else addHunkLine(operation.hunks, line, lineNumber);
}

function startOperation(start: { operations: PatchOperation[]; word: string; path: string; lineNumber: number }): void {
  const { operations, word, path, lineNumber } = start;
  if (word === "Add File") operations.push({ kind: "add", path, lines: [] });
  else if (word === "Delete File") operations.push({ kind: "delete", path });
  else if (word === "Update File") operations.push({ kind: "update", path, moveTo: null, hunks: [] });
  else {
    const operation = operations.at(-1);
    if (operation?.kind !== "update" || operation.hunks.length > 0 || operation.moveTo !== null) {
      throw malformed(lineNumber, `"*** Move to:" belongs directly under "*** Update File:"`);
    }
    operation.moveTo = path;
  }
}

function refuseStrayLine(line: string, lineNumber: number): void {
  if (line.trim() === "") return;
  throw malformed(
    lineNumber,
    `expected "*** Add File:", "*** Update File:" or "*** Delete File:", found ${JSON.stringify(line.slice(0, 80))}`,
  );
}

function addFileLine(lines: string[], line: string, lineNumber: number): void {
  if (line.startsWith("+")) lines.push(line.slice(1));
  else if (line.trim() !== "")
    throw malformed(lineNumber, `every line of an added file starts with "+", found ${JSON.stringify(line.slice(0, 80))}`);
}

function addHunkLine(hunks: Hunk[], line: string, lineNumber: number): void {
  const last = hunks.at(-1);
  if (line.startsWith("@@")) {
    addAnchor(hunks, line.slice(2).trim());
    return;
  }
  if (line.trimEnd() === "*** End of File") {
    if (last === undefined || last.lines.length === 0) throw malformed(lineNumber, `"*** End of File" follows a hunk's lines`);
    last.endOfFile = true;
    return;
  }
  const hunk = last === undefined || last.endOfFile ? startHunk(hunks) : last;
  hunk.lines.push(hunkLine(line, lineNumber));
}

/** Git's own `@@ -1,2 +1,3 @@` is taken for a bare `@@`: models miscount its numbers. */
function addAnchor(hunks: Hunk[], text: string): void {
  const anchor = rangeAnchor.test(`${text} `) ? "" : text.replace(/ ?@@$/, "");
  const last = hunks.at(-1);
  const hunk = last === undefined || last.lines.length > 0 ? startHunk(hunks) : last;
  if (anchor !== "") hunk.anchors.push(anchor);
}

function startHunk(hunks: Hunk[]): Hunk {
  const hunk: Hunk = { anchors: [], lines: [], endOfFile: false };
  hunks.push(hunk);
  return hunk;
}

function hunkLine(line: string, lineNumber: number): HunkLine {
  const kind = line[0];
  if (kind === " " || kind === "-" || kind === "+") return { kind, text: line.slice(1) };
  if (line === "" || line === "\r") return { kind: " ", text: line };
  throw malformed(lineNumber, `a hunk's line starts with " ", "-" or "+", found ${JSON.stringify(line.slice(0, 80))}`);
}

function refuseEmptyUpdate(operation: PatchOperation): void {
  if (operation.kind !== "update") return;
  const empty = operation.hunks.length === 0 ? operation.moveTo === null : operation.hunks.some((hunk) => hunk.lines.length === 0);
  if (empty) throw new PatchError("malformed", `Malformed patch: the update of ${operation.path} has a hunk without lines.`);
}

function malformed(lineNumber: number, fault: string): PatchError {
  return new PatchError("malformed", `Malformed patch, line ${lineNumber}: ${fault}. Nothing was changed.`);
}
