import type { ChangeWarning } from "@slipway/core";
import { TriangleAlert } from "lucide-react";
import { VisibleText } from "../../marks/visible-text.tsx";

/** What the gate found that a reviewer should look at twice. */
export function ChangeWarnings({ warnings }: { warnings: readonly ChangeWarning[] }) {
  return (
    <ul aria-label="Warnings" className="space-y-1.5 rounded-lg border border-warn/25 bg-warn-soft px-3 py-2.5 text-sm">
      {warnings.map((warning) => (
        <li key={`${warning.kind} ${warning.path} ${warning.message}`} className="flex gap-2.5">
          <TriangleAlert aria-hidden className="mt-0.5 size-4 shrink-0 text-warn" />
          <span className="min-w-0 break-words">
            {warning.path === "" ? null : (
              <code className="font-mono text-xs">
                <VisibleText>{warning.path}</VisibleText>
              </code>
            )}
            <span className="block text-muted">{warning.message}</span>
          </span>
        </li>
      ))}
    </ul>
  );
}
