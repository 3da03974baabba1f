"use client";

import { Menu as Base } from "@base-ui/react/menu";
import { Check } from "lucide-react";
import type { ReactElement, ReactNode } from "react";
import { classNames } from "./class-names.ts";

type MenuProps = { trigger: ReactElement<Record<string, unknown>>; children: ReactNode; align?: "start" | "end" };

/** A button that opens a list of actions. */
export function Menu({ trigger, children, align = "end" }: MenuProps) {
  return (
    <Base.Root>
      <Base.Trigger render={trigger} />
      <Base.Portal>
        <Base.Positioner sideOffset={6} align={align} collisionPadding={8} className="z-50">
          <Base.Popup className="float-panel min-w-48 max-w-[calc(100vw-16px)] p-1 outline-none">{children}</Base.Popup>
        </Base.Positioner>
      </Base.Portal>
    </Base.Root>
  );
}

type MenuItemProps = {
  icon?: ReactNode;
  label: ReactNode;
  detail?: ReactNode;
  disabled?: boolean;
  /** Marks the entry that is in force, in a menu of choices. */
  isChosen?: boolean;
  onSelect: () => void;
};

export function MenuItem({ icon, label, detail, disabled = false, isChosen = false, onSelect }: MenuItemProps) {
  return (
    <Base.Item
      disabled={disabled}
      onClick={onSelect}
      className={classNames(
        "flex cursor-pointer items-start gap-2.5 rounded-md px-2 py-1.5 text-sm outline-none data-[highlighted]:bg-hover max-sm:py-2",
        "data-[disabled]:cursor-not-allowed data-[disabled]:opacity-50 [&_svg]:mt-0.5 [&_svg]:size-4 [&_svg]:shrink-0 [&_svg]:text-faint",
      )}
    >
      {icon}
      <span className="min-w-0 flex-1">
        <span className="block">{label}</span>
        {detail === undefined ? null : <span className="block text-xs text-faint">{detail}</span>}
      </span>
      {isChosen ? <Check role="img" aria-label="Chosen" className="!text-accent" /> : null}
    </Base.Item>
  );
}

export function MenuSeparator() {
  return <Base.Separator className="-mx-1 my-1 h-px bg-line" />;
}
