"use client";

import type { ComponentProps } from "react";
import { classNames } from "./class-names.ts";

type PromptBoxProps = Omit<ComponentProps<"textarea">, "value" | "onChange" | "onSubmit"> & {
  value: string;
  onChange: (value: string) => void;
  /** Enter; Shift+Enter breaks the line. */
  onSubmit: () => void;
  minHeight?: string;
};

/** A text box that grows with its text up to half of the window. */
export function PromptBox({ value, onChange, onSubmit, minHeight = "min-h-24", className, ...rest }: PromptBoxProps) {
  const shared = "col-start-1 row-start-1 whitespace-pre-wrap break-words px-4 pt-3.5 pb-2 text-base max-sm:text-lg";
  return (
    <div className="grid max-h-[45dvh] overflow-y-auto">
      <div aria-hidden className={classNames(shared, minHeight, "invisible")}>
        {value}{" "}
      </div>
      <textarea
        value={value}
        onChange={(event) => onChange(event.target.value)}
        onKeyDown={(event) => {
          if (event.key !== "Enter" || event.shiftKey || event.nativeEvent.isComposing) return;
          event.preventDefault();
          onSubmit();
        }}
        rows={1}
        className={classNames(shared, "resize-none overflow-hidden bg-transparent outline-none placeholder:text-faint", className)}
        {...rest}
      />
    </div>
  );
}
