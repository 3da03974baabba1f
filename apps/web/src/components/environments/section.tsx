import type { ReactNode } from "react";

type SectionProps = { title: string; about: ReactNode; children: ReactNode; fromFile?: boolean };

/** A group of fields with its explanation beside it. What the repository's file sets is shown and cannot be edited here. */
export function Section({ title, about, children, fromFile = false }: SectionProps) {
  return (
    <section aria-label={title} className="grid gap-x-10 gap-y-4 border-t py-8 md:grid-cols-[13rem_minmax(0,1fr)]">
      <div>
        <h2 className="font-medium text-base">{title}</h2>
        <div className="mt-1 text-muted text-sm">{about}</div>
        {fromFile ? (
          <p className="mt-2">
            <FileMark />
          </p>
        ) : null}
      </div>
      <fieldset disabled={fromFile} className="min-w-0 space-y-5 disabled:opacity-80">
        {children}
      </fieldset>
    </section>
  );
}

/** Says that the repository's own file sets something. */
export function FileMark() {
  return <span className="inline-block rounded-full bg-accent-soft px-2 py-0.5 text-2xs text-accent">Set by .slipway/environment.yml</span>;
}
