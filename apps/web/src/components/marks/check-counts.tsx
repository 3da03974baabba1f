import type { TaskListItem } from "@slipway/core";
import { Check, Minus, X } from "lucide-react";
import { counted } from "../../format/figures.ts";

/** How the checks ended at head, in one mark; words for screen readers and as a title. */
export function CheckCounts({ checks }: { checks: NonNullable<TaskListItem["checks"]> }) {
  const { passed, failed, notRun } = checks;
  if (passed + failed + notRun === 0) return null;
  const words = [
    passed > 0 ? `${counted(passed, "check")} passed` : "",
    failed > 0 ? `${counted(failed, "check")} failed` : "",
    notRun > 0 ? `${counted(notRun, "check")} not run` : "",
  ].filter((part) => part !== "");
  const look = failed > 0 ? failedLook : passed > 0 ? passedLook : notRunLook;
  return (
    <span title={words.join(", ")} className={`inline-flex items-center gap-1 whitespace-nowrap text-xs tabular-nums ${look.tone}`}>
      <look.Icon aria-hidden className="size-3.5" />
      <span aria-hidden>{notRun === passed + failed + notRun ? "not run" : `${passed}/${passed + failed + notRun}`}</span>
      <span className="sr-only">{words.join(", ")}</span>
    </span>
  );
}

const passedLook = { Icon: Check, tone: "text-good" };
const failedLook = { Icon: X, tone: "text-bad" };
const notRunLook = { Icon: Minus, tone: "text-faint" };
