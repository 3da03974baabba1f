import { classNames } from "./class-names.ts";

/** Holds the place of something that is being read. */
export function Skeleton({ className }: { className?: string }) {
  return <div aria-hidden className={classNames("animate-pulse rounded-md bg-hover", className)} />;
}
