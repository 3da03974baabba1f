"use client";

import { CircleCheck, CircleDashed, LoaderCircle } from "lucide-react";
import { ProseText } from "../marks/prose-text.tsx";
import { WorkItemRow } from "./work-items.tsx";
import type { WorkGroup, WorkLog } from "./work-log.ts";

/** The whole work log, group by group. */
export function WorkLogView({ log }: { log: WorkLog }) {
  return (
    <ol className="space-y-3">
      {log.groups.map((group) => (
        <Group key={group.key} group={group} />
      ))}
    </ol>
  );
}

function Group({ group }: { group: WorkGroup }) {
  return (
    <li className="min-w-0">
      {group.heading === null ? null : (
        <p className="px-1.5 font-medium text-sm">
          <ProseText>{group.heading}</ProseText>
        </p>
      )}
      {group.text === "" ? null : (
        <p className="whitespace-pre-wrap break-words px-1.5 pb-0.5 text-muted text-sm">
          <ProseText>{group.text}</ProseText>
        </p>
      )}
      {group.items.map((item) => (
        <WorkItemRow key={item.key} item={item} />
      ))}
    </li>
  );
}

const stepLooks = {
  pending: { icon: <CircleDashed role="img" aria-label="To do" className="text-faint" />, tone: "text-muted" },
  in_progress: {
    icon: <LoaderCircle role="img" aria-label="Under way" className="animate-spin text-accent [animation-duration:2.4s]" />,
    tone: "text-ink",
  },
  completed: {
    icon: <CircleCheck role="img" aria-label="Done" className="text-good" />,
    tone: "text-faint line-through decoration-line-strong",
  },
};

export function PlanView({ plan }: { plan: WorkLog["plan"] }) {
  if (plan.length === 0) return null;
  return (
    <ol aria-label="Plan" className="space-y-1">
      {plan.map((step) => (
        <li key={step.step} className="flex items-start gap-2 text-sm [&>svg]:mt-0.5 [&>svg]:size-4 [&>svg]:shrink-0">
          {stepLooks[step.status].icon}
          <span className={`min-w-0 break-words ${stepLooks[step.status].tone}`}>{step.step}</span>
        </li>
      ))}
    </ol>
  );
}
