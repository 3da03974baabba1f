import { classNames } from "../ui/class-names.ts";

type LineCountsProps = { additions: number | null; deletions: number | null; className?: string };

/** `+28 −3`; nothing for a binary file. */
export function LineCounts({ additions, deletions, className }: LineCountsProps) {
  if (additions === null || deletions === null) return null;
  return (
    <span className={classNames("inline-flex gap-1.5 whitespace-nowrap font-mono text-xs tabular-nums", className)}>
      <span className="text-good">
        <span className="sr-only">Added lines: </span>+{additions.toLocaleString("en")}
      </span>
      <span className="text-bad">
        <span className="sr-only">Removed lines: </span>−{deletions.toLocaleString("en")}
      </span>
    </span>
  );
}
