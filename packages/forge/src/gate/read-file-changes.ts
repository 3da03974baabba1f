import type { FileChange } from "@slipway/core";

const kinds: Record<string, FileChange["kind"]> = {
  A: "added",
  M: "modified",
  D: "deleted",
  R: "renamed",
  C: "copied",
  T: "type_changed",
};

type Counts = { additions: number | null; deletions: number | null };

/**
 * Reads `git diff-tree --raw --numstat -z`: first a raw record for each file, then its counts, in the same order
 * (git-diff-tree(1), "raw output format" and "other diff formats"). `-z` leaves names unquoted, whatever they hold.
 */
export function readFileChanges(output: Buffer): FileChange[] {
  const fields = output.toString("utf8").split("\0");
  const changes: Omit<FileChange, "binary" | "additions" | "deletions">[] = [];
  const counts: Counts[] = [];
  for (let position = 0; position < fields.length - 1; ) {
    const field = fields[position] ?? "";
    if (field.startsWith(":")) {
      const change = readRaw(field, fields.slice(position + 1, position + 3));
      changes.push(change);
      position += change.previousPath === null ? 2 : 3;
    } else {
      const [additions, deletions, path] = field.split("\t");
      counts.push({ additions: readCount(additions), deletions: readCount(deletions) });
      // An empty path announces a rename: both names follow as fields of their own.
      position += path === "" ? 3 : 1;
    }
  }
  return changes.map((change, index) => {
    const count = counts[index] ?? { additions: null, deletions: null };
    return { ...change, binary: count.additions === null, ...count };
  });
}

function readRaw(header: string, names: readonly string[]): Omit<FileChange, "binary" | "additions" | "deletions"> {
  const [oldMode = "", newMode = "", , , status = ""] = header.slice(1).split(" ");
  const kind = kinds[status.charAt(0)] ?? "modified";
  const moved = kind === "renamed" || kind === "copied";
  const [first = "", second = ""] = names;
  return { path: moved ? second : first, previousPath: moved ? first : null, kind, oldMode, newMode };
}

function readCount(text: string | undefined): number | null {
  return text === undefined || text === "-" ? null : Number(text);
}
