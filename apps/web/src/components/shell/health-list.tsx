import type { Health, HealthPart } from "@slipway/core";
import { Check, X } from "lucide-react";

/** Every part that the product needs; the missing ones first, with what to do about them. */
export function HealthList({ health }: { health: Health }) {
  const parts = [...health.parts, ...health.workers.flatMap((worker) => worker.parts)];
  // Of a part that several workers report, the missing one is told.
  const byName = new Map<string, HealthPart>();
  for (const part of parts) if (byName.get(part.name)?.ok !== false) byName.set(part.name, part);
  return (
    <ul className="divide-y">
      {[...byName.values()]
        .toSorted((a, b) => Number(a.ok) - Number(b.ok))
        .map((part) => (
          <li key={part.name} className="flex gap-3 py-2.5 first:pt-0 last:pb-0">
            {part.ok ? (
              <Check role="img" aria-label="Fine" className="mt-0.5 size-4 shrink-0 text-good" />
            ) : (
              <X role="img" aria-label="Missing" className="mt-0.5 size-4 shrink-0 text-bad" />
            )}
            <div className="min-w-0 flex-1 text-sm">
              <p className="font-medium first-letter:uppercase">{part.name}</p>
              <p className="break-words text-muted">{part.detail}</p>
              {part.hint === null || part.ok ? null : <p className="mt-1 break-words text-ink">{part.hint}</p>}
            </div>
          </li>
        ))}
    </ul>
  );
}
