import type { ReactNode } from "react";

/** A key of the keyboard. */
export function Kbd({ children }: { children: ReactNode }) {
  return (
    <kbd className="inline-flex h-5 min-w-5 items-center justify-center rounded border border-line-strong/70 bg-sunken px-1 font-sans text-2xs text-muted">
      {children}
    </kbd>
  );
}
