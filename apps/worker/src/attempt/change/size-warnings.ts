import { type ChangeSize, type ChangeWarning, type FileChange, type Limits, measureChange, strayFiles } from "@slipway/core";

const NAMED = 5;
const reasons = { lockfile: "a lockfile", generated: "generated", binary: "binary" } as const;

/** What reading the change costs: more lines than the budget, and files that look like leftovers. */
export function sizeWarnings(files: readonly FileChange[], { changedLines }: Pick<Limits, "changedLines">): ChangeWarning[] {
  const size = measureChange(files);
  const isOver = changedLines !== null && size.lines > changedLines;
  const message = `${figure(size.lines)} lines to read, over the budget of ${figure(changedLines ?? 0)}.${leftOutWords(size)}`;
  const over: ChangeWarning[] = isOver ? [{ kind: "over_budget", path: "", message }] : [];
  return [...over, ...strayFiles(files).map((stray) => ({ kind: "stray" as const, ...stray }))];
}

function leftOutWords({ leftOut }: ChangeSize): string {
  if (leftOut.length === 0) return "";
  const named = leftOut.slice(0, NAMED).map(({ path, reason }) => `${path} (${reasons[reason]})`);
  const more = leftOut.length > NAMED ? [`${leftOut.length - NAMED} more`] : [];
  return ` Not counted: ${[...named, ...more].join(", ")}.`;
}

function figure(count: number): string {
  return count.toLocaleString("en");
}
