import { classNames } from "../ui/class-names.ts";

/** Stands wherever the demo model shows, so that nobody takes a script for an AI. */
export function DemoMark({ className }: { className?: string }) {
  return (
    <span
      className={classNames("inline-flex items-center whitespace-nowrap rounded-full bg-warn-soft px-1.5 text-2xs text-warn", className)}
    >
      Scripted demo – no AI
    </span>
  );
}
