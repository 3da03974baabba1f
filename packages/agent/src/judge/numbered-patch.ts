/** A patch with the numbers that its lines have at head, and which of them are shown; bounded, so that a large one leaves room for the others. */
export type NumberedPatch = { text: string; lines: ReadonlyMap<string, ReadonlySet<number>> };

export function numberedPatch(patch: string, maxCharacters: number): NumberedPatch {
  const shown: string[] = [];
  const lines = new Map<string, Set<number>>();
  let left = maxCharacters;
  for (const { text, path, number } of patchLines(patch)) {
    left -= text.length + 1;
    if (left < 0) return { text: [...shown, "[… the rest of this patch is not shown …]"].join("\n"), lines };
    shown.push(text);
    if (number !== null) lines.set(path, (lines.get(path) ?? new Set()).add(number));
  }
  return { text: shown.join("\n"), lines };
}

/** `number` is the line's at head; null for what is not there: heads of files and hunks, and lines that the patch takes away. */
type PatchLine = { text: string; path: string; number: number | null };

const hunkHead = /^@@ -\d+(?:,\d+)? \+(\d+)(?:,\d+)? @@/;

/** Where a reader of a patch stands: in which file, and at which line of the head; null outside of hunks. */
type Place = { path: string; next: number | null };

/** Reads git's unified format. */
function* patchLines(patch: string): Generator<PatchLine> {
  let place: Place = { path: "", next: null };
  for (const line of patch.split("\n")) {
    const number = numberOf(line, place);
    place = placeAfter(line, place);
    yield { text: numbered(line, number, place), path: place.path, number };
  }
}

function numberOf(line: string, { next }: Place): number | null {
  return line.startsWith("+") || line.startsWith(" ") ? next : null;
}

function placeAfter(line: string, place: Place): Place {
  const start = hunkHead.exec(line)?.[1];
  if (start !== undefined) return { ...place, next: Number(start) };
  if (line.startsWith("diff --git ")) return { ...place, next: null };
  if (place.next === null) return line.startsWith("+++ ") ? { ...place, path: pathOf(line) } : place;
  return numberOf(line, place) === null ? place : { ...place, next: place.next + 1 };
}

function numbered(line: string, number: number | null, { next }: Place): string {
  if (number !== null) return `${String(number).padStart(5)} ${line}`;
  return next === null || hunkHead.test(line) ? line : `      ${line}`;
}

/** `+++ b/src/a.ts`; a name with unusual characters stands in quotes, a deleted file is /dev/null. */
function pathOf(line: string): string {
  return line
    .slice("+++ ".length)
    .replace(/\t.*$/, "")
    .replace(/^"(.*)"$/, "$1")
    .replace(/^b\//, "");
}
