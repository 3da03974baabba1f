/** Text files by path; contents end with a newline or are empty. */
export type Tree = Readonly<Record<string, string>>;

/** The envelope that turns `before` into `after`, with just as much context as makes each hunk's place unambiguous. */
export function makePatch(before: Tree, after: Tree): string {
  const paths = [...new Set([...Object.keys(before), ...Object.keys(after)])].sort();
  const body = paths.flatMap((path) => fileOperation(path, before[path], after[path]));
  return ["*** Begin Patch", ...body, "*** End Patch"].join("\n");
}

function fileOperation(path: string, before: string | undefined, after: string | undefined): string[] {
  if (before === after) return [];
  if (after === undefined) return [`*** Delete File: ${path}`];
  if (before === undefined) return [`*** Add File: ${path}`, ...linesOf(after).map((line) => `+${line}`)];
  return [`*** Update File: ${path}`, ...hunks(linesOf(before), linesOf(after))];
}

function linesOf(text: string): string[] {
  return text === "" ? [] : text.replace(/\n$/, "").split("\n");
}

type Edit = { start: number; removed: string[]; added: string[] };

function hunks(before: readonly string[], after: readonly string[]): string[] {
  const all = edits(before, after);
  const small = all.map((edit, index) => smallHunk(before, { edit, previous: all[index - 1], last: index === all.length - 1 }));
  if (small.every((hunk) => hunk !== null)) return small.flat();
  // No smaller context is unambiguous: one hunk with the whole file.
  return all.flatMap((edit, index) => {
    const from = index === 0 ? 0 : endOf(all[index - 1]);
    const tail = index === all.length - 1 ? before.slice(endOf(edit)) : [];
    return [...(index === 0 ? ["@@"] : []), ...context(before.slice(from, edit.start)), ...changedLines(edit), ...context(tail)];
  });
}

function smallHunk(before: readonly string[], place: { edit: Edit; previous: Edit | undefined; last: boolean }): string[] | null {
  const { edit, previous, last } = place;
  const cursor = endOf(previous);
  const end = endOf(edit);
  // Context below an earlier edit would move the cursor of whoever applies it, so only context above is used before the last.
  for (let lead = Math.max(cursor, edit.start - 1); lead >= cursor; lead -= 1) {
    const trail = last ? Math.min(before.length, end + 1) : end;
    if (lead < trail && firstMatch(before, before.slice(lead, trail), cursor) === lead) {
      return ["@@", ...context(before.slice(lead, edit.start)), ...changedLines(edit), ...context(before.slice(end, trail))];
    }
  }
  return null;
}

function endOf(edit: Edit | undefined): number {
  return edit === undefined ? 0 : edit.start + edit.removed.length;
}

function context(lines: readonly string[]): string[] {
  return lines.map((line) => ` ${line}`);
}

function changedLines({ removed, added }: Edit): string[] {
  return [...removed.map((line) => `-${line}`), ...added.map((line) => `+${line}`)];
}

function firstMatch(lines: readonly string[], wanted: readonly string[], from: number): number {
  for (let start = from; start + wanted.length <= lines.length; start += 1) {
    if (wanted.every((line, offset) => lines[start + offset] === line)) return start;
  }
  return -1;
}

/** One edit for the whole region between the common beginning and the common end. */
function edits(before: readonly string[], after: readonly string[]): Edit[] {
  let start = 0;
  while (start < before.length && start < after.length && before[start] === after[start]) start += 1;
  let tail = 0;
  while (tail < before.length - start && tail < after.length - start && before.at(-1 - tail) === after.at(-1 - tail)) tail += 1;
  return splitEdit({ start, removed: before.slice(start, before.length - tail), added: after.slice(start, after.length - tail) });
}

/** Splits a region at its first common line of both sides that is unique, so that several hunks are exercised. */
function splitEdit(edit: Edit): Edit[] {
  for (const [index, line] of edit.removed.entries()) {
    const other = edit.added.indexOf(line);
    const unique = other !== -1 && edit.removed.lastIndexOf(line) === index && edit.added.lastIndexOf(line) === other;
    if (!unique || (index === 0 && other === 0)) continue;
    const left = { start: edit.start, removed: edit.removed.slice(0, index), added: edit.added.slice(0, other) };
    const right = { start: edit.start + index + 1, removed: edit.removed.slice(index + 1), added: edit.added.slice(other + 1) };
    return [left, right].filter(({ removed, added }) => removed.length + added.length > 0);
  }
  return [edit];
}
