import type { ComponentProps, ReactNode } from "react";
import { useId } from "react";
import { classNames } from "./class-names.ts";

export const inputStyle =
  "w-full rounded-lg border border-line-strong/70 bg-surface px-3 text-base text-ink placeholder:text-faint focus-visible:outline-offset-0 max-sm:text-lg";

type FieldProps = {
  label: ReactNode;
  hint?: ReactNode;
  error?: string | undefined;
  children: (id: string, describedBy: string) => ReactNode;
};

/** A labelled form control with a hint and its error. */
export function Field({ label, hint, error, children }: FieldProps) {
  const id = useId();
  const describedBy = `${id}-about`;
  return (
    <div className="space-y-1.5">
      <label htmlFor={id} className="block font-medium text-sm">
        {label}
      </label>
      {children(id, describedBy)}
      <div id={describedBy} className="text-xs">
        {error === undefined ? <span className="text-faint">{hint}</span> : <span className="text-bad">{error}</span>}
      </div>
    </div>
  );
}

export function TextInput({ className, ...rest }: ComponentProps<"input">) {
  return <input className={classNames(inputStyle, "h-9", className)} {...rest} />;
}
