"use client";

import { age, moment } from "../../format/duration.ts";
import { useNow } from "../../hooks/use-now.ts";

/** How long ago something was; the exact time as a title. */
export function AgeMark({ at, className }: { at: string; className?: string }) {
  const now = useNow();
  return (
    <time dateTime={at} title={now === 0 ? undefined : moment(at)} className={className} suppressHydrationWarning>
      {now === 0 ? "" : age(at, now)}
    </time>
  );
}
