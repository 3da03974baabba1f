import type { ComponentProps } from "react";
import { classNames } from "./class-names.ts";
import { inputStyle } from "./field.tsx";

type CodeBoxProps = Omit<ComponentProps<"textarea">, "value" | "onChange"> & { value: string; onChange: (value: string) => void };

/** A monospace editor that grows with its text; long lines scroll sideways instead of wrapping. */
export function CodeBox({ value, onChange, className, rows = 3, ...rest }: CodeBoxProps) {
  const lines = Math.max(rows, value.split("\n").length);
  return (
    <textarea
      value={value}
      onChange={(event) => onChange(event.target.value)}
      rows={Math.min(lines, 40)}
      wrap="off"
      spellCheck={false}
      autoCapitalize="none"
      autoComplete="off"
      className={classNames(inputStyle, "block resize-y overflow-auto py-2 font-mono text-sm leading-5 max-sm:text-lg", className)}
      {...rest}
    />
  );
}
