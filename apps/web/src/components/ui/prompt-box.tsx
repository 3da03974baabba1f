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

/** Past this the box has its full height anyway, and measuring a text that was pasted by mistake would freeze the page. */
const measuredCharacters = 4_000;

/** A text box that grows with its text up to half of the window. */
export function PromptBox({ value, onChange, onSubmit, minHeight = "min-h-24", className, ...rest }: PromptBoxProps) {
  const shared = "col-start-1 row-start-1 whitespace-pre-wrap break-words px-4 pt-3.5 pb-2 text-base max-sm:text-lg";
  const isHuge = value.length > measuredCharacters;
  return (
    <div className="grid max-h-[45dvh] overflow-y-auto">
      <div aria-hidden className={classNames(shared, minHeight, "invisible", isHuge && "h-[45dvh] overflow-hidden")}>
        {isHuge ? "" : value}{" "}
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
        className={classNames(
          shared,
          "resize-none bg-transparent outline-none placeholder:text-faint",
          isHuge ? "h-[45dvh] overflow-y-auto" : "overflow-hidden",
          className,
        )}
        {...rest}
      />
    </div>
  );
}
