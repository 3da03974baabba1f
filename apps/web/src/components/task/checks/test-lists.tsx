"use client";

import type { TestComparison, TestOutcome, TestReport } from "@slipway/core";
import { useState } from "react";
import { VisibleText } from "../../marks/visible-text.tsx";

const groups = [
  { of: "newlyFailing", title: "Newly failing", tone: "border-bad/50" },
  { of: "flaky", title: "Failed, then passed on the same tree", tone: "border-warn/60" },
  { of: "fixed", title: "Fixed", tone: "border-good/60" },
  { of: "failedBefore", title: "Failed before too", tone: "border-line-strong" },
  { of: "notSeen", title: "Failed before, no longer run", tone: "border-line-strong" },
] as const;

/** The single tests of a check by what became of them; of one side alone, what failed there. */
export function TestLists({ tests, head }: { tests: TestComparison | null; head: TestReport | null }) {
  const namesOf = (wanted: TestOutcome) => head?.cases.flatMap(({ name, outcome }) => (outcome === wanted ? [name] : [])) ?? [];
  const alone = [
    { title: "Failed", tone: "border-bad/50", names: namesOf("failed") },
    { title: "Failed, then passed on the same tree", tone: "border-warn/60", names: namesOf("flaky") },
  ];
  const lists = tests === null ? alone : groups.map((group) => ({ ...group, names: tests[group.of] }));
  const shown = lists.filter(({ names }) => names.length > 0);
  if (shown.length === 0) return null;
  return (
    <div className="space-y-3 border-b px-3 py-3">
      {shown.map(({ title, tone, names }) => (
        <Names key={title} title={title} tone={tone} names={names} />
      ))}
    </div>
  );
}

const short = 8;

function Names({ title, tone, names }: { title: string; tone: string; names: readonly string[] }) {
  const [open, setOpen] = useState(false);
  const rest = names.length - short;
  return (
    <section aria-label={title}>
      <h4 className="text-muted text-xs">
        {title} <span className="text-faint tabular-nums">{names.length}</span>
      </h4>
      <ul className={`mt-1 space-y-0.5 border-l-2 pl-2.5 ${tone}`}>
        {(open ? names : names.slice(0, short)).map((name) => (
          <li key={name} className="break-words text-sm">
            <VisibleText>{name}</VisibleText>
          </li>
        ))}
      </ul>
      {rest <= 0 ? null : (
        <button type="button" className="mt-1 text-accent text-xs" aria-expanded={open} onClick={() => setOpen(!open)}>
          {open ? "Show fewer" : `Show ${rest} more`}
        </button>
      )}
    </section>
  );
}
