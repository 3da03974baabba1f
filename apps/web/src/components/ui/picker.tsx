"use client";

import { Combobox } from "@base-ui/react/combobox";
import { Check, ChevronDown } from "lucide-react";
import type { ReactNode } from "react";
import { classNames } from "./class-names.ts";

export type PickerOption = { value: string; label: string; detail?: string };

type PickerProps = {
  label: string;
  icon: ReactNode;
  options: readonly PickerOption[];
  value: string | null;
  placeholder: string;
  onChange: (value: string) => void;
  empty?: ReactNode;
  /** Below the list, e.g. an action that adds an entry. */
  footer?: ReactNode;
  disabled?: boolean;
  className?: string;
};

/** A button that opens a searchable list of one choice. */
export function Picker({ label, icon, options, value, placeholder, onChange, empty, footer, disabled = false, className }: PickerProps) {
  const selected = options.find((option) => option.value === value) ?? null;
  return (
    <Combobox.Root
      items={options}
      value={selected}
      onValueChange={(option: PickerOption | null) => option !== null && onChange(option.value)}
      itemToStringLabel={(option) => option?.label ?? ""}
      isItemEqualToValue={(a, b) => a?.value === b?.value}
      autoHighlight
      disabled={disabled}
    >
      <Combobox.Trigger
        aria-label={`${label}: ${selected?.label ?? placeholder}`}
        className={classNames(
          "inline-flex h-7 min-w-0 max-w-56 items-center gap-1.5 rounded-md px-2 text-muted text-xs transition-colors hover:bg-hover hover:text-ink data-[popup-open]:bg-hover data-[popup-open]:text-ink disabled:opacity-50 max-sm:h-8 [&_svg]:size-3.5 [&_svg]:shrink-0",
          className,
        )}
      >
        {icon}
        <span className="truncate">{selected?.label ?? placeholder}</span>
        <ChevronDown aria-hidden className="text-faint" />
      </Combobox.Trigger>
      <Combobox.Portal>
        <Combobox.Positioner sideOffset={6} align="start" collisionPadding={8} className="z-50">
          <Combobox.Popup
            aria-label={label}
            className="float-panel flex w-72 max-w-[calc(100vw-16px)] flex-col overflow-hidden outline-none"
          >
            <Combobox.Input
              placeholder={`Find ${label.toLowerCase()}…`}
              aria-label={`Find ${label.toLowerCase()}`}
              className="h-9 border-b bg-transparent px-3 text-sm outline-none placeholder:text-faint max-sm:h-10 max-sm:text-lg"
            />
            <Combobox.Empty className="px-3 text-muted text-sm empty:hidden [&:not(:empty)]:py-3">
              {empty ?? "Nothing matches."}
            </Combobox.Empty>
            <Combobox.List className="max-h-72 overflow-y-auto p-1 empty:p-0">
              {(option: PickerOption) => <PickerRow key={option.value} option={option} />}
            </Combobox.List>
            {footer === undefined ? null : <div className="border-t p-1">{footer}</div>}
          </Combobox.Popup>
        </Combobox.Positioner>
      </Combobox.Portal>
    </Combobox.Root>
  );
}

function PickerRow({ option }: { option: PickerOption }) {
  return (
    <Combobox.Item
      value={option}
      className="flex cursor-pointer items-center gap-2 rounded-md px-2 py-1.5 text-sm outline-none data-[highlighted]:bg-hover max-sm:py-2"
    >
      <span className="min-w-0 flex-1">
        <span className="block truncate">{option.label}</span>
        {option.detail === undefined ? null : <span className="block truncate text-faint text-xs">{option.detail}</span>}
      </span>
      <Combobox.ItemIndicator>
        <Check aria-hidden className="size-4 text-accent" />
      </Combobox.ItemIndicator>
    </Combobox.Item>
  );
}
