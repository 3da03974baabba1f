"use client";

import { Radio } from "@base-ui/react/radio";
import { RadioGroup } from "@base-ui/react/radio-group";
import type { ReactNode } from "react";

type SegmentedProps<Value extends string> = {
  label: string;
  value: Value;
  options: readonly { value: Value; label: ReactNode; name?: string }[];
  onChange: (value: Value) => void;
};

/** Two or three exclusive choices shown side by side. */
export function Segmented<Value extends string>({ label, value, options, onChange }: SegmentedProps<Value>) {
  return (
    <RadioGroup
      aria-label={label}
      value={value}
      onValueChange={(next) => onChange(next as Value)}
      className="inline-flex shrink-0 items-center rounded-lg bg-sunken p-0.5"
    >
      {options.map((option) => (
        <Radio.Root
          key={option.value}
          value={option.value}
          aria-label={option.name ?? (typeof option.label === "string" ? option.label : option.value)}
          className="inline-flex h-6 cursor-pointer items-center gap-1.5 rounded-md px-2 text-muted text-xs transition-colors hover:text-ink data-[checked]:bg-surface data-[checked]:font-medium data-[checked]:text-ink data-[checked]:shadow-raised max-sm:h-7 dark:data-[checked]:bg-line [&_svg]:size-3.5"
        >
          {option.label}
        </Radio.Root>
      ))}
    </RadioGroup>
  );
}
