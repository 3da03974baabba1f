import { CircleAlert, Info, TriangleAlert } from "lucide-react";
import type { ReactNode } from "react";
import { classNames } from "./class-names.ts";

const tones = {
  bad: { box: "border-bad/25 bg-bad-soft", icon: <CircleAlert aria-hidden className="text-bad" /> },
  warn: { box: "border-warn/25 bg-warn-soft", icon: <TriangleAlert aria-hidden className="text-warn" /> },
  info: { box: "border-line bg-sunken", icon: <Info aria-hidden className="text-faint" /> },
};

type NoticeProps = { tone: keyof typeof tones; title?: ReactNode; children?: ReactNode; action?: ReactNode; className?: string };

/** A boxed message; bad news is announced to screen readers as it appears. */
export function Notice({ tone, title, children, action, className }: NoticeProps) {
  return (
    <div
      role={tone === "bad" ? "alert" : undefined}
      className={classNames(
        "flex items-start gap-2.5 rounded-lg border px-3 py-2.5 text-sm [&>svg]:mt-0.5 [&>svg]:size-4 [&>svg]:shrink-0",
        tones[tone].box,
        className,
      )}
    >
      {tones[tone].icon}
      <div className="min-w-0 flex-1 break-words">
        {title === undefined ? null : <p className="font-medium text-ink">{title}</p>}
        {children === undefined ? null : <div className="text-muted">{children}</div>}
      </div>
      {action}
    </div>
  );
}
