"use client";

import { Dialog as Base } from "@base-ui/react/dialog";
import { X } from "lucide-react";
import { type ReactNode, useRef } from "react";
import { buttonStyle } from "./button.tsx";
import { classNames } from "./class-names.ts";

type DialogProps = {
  open: boolean;
  onOpenChange: (open: boolean) => void;
  title: string;
  description?: ReactNode;
  children: ReactNode;
  className?: string;
};

/** A modal window; Escape and a press outside close it, and focus returns to where it was. */
export function Dialog({ open, onOpenChange, title, description, children, className }: DialogProps) {
  const body = useRef<HTMLDivElement>(null);
  return (
    <Base.Root open={open} onOpenChange={onOpenChange}>
      <Base.Portal>
        <Base.Backdrop className="fixed inset-0 z-40 bg-black/30 transition-opacity data-[ending-style]:opacity-0 data-[starting-style]:opacity-0 dark:bg-black/60" />
        <Base.Popup
          initialFocus={() => body.current?.querySelector<HTMLElement>("input, textarea, button, a[href]") ?? true}
          className={classNames(
            "float-panel fixed top-[12dvh] left-1/2 z-50 flex max-h-[78dvh] w-[calc(100vw-24px)] max-w-lg -translate-x-1/2 flex-col overflow-hidden outline-none max-sm:top-4 max-sm:max-h-[calc(100dvh-32px)]",
            className,
          )}
        >
          <header className="flex items-start gap-4 px-5 pt-4 pb-1">
            <div className="min-w-0 flex-1">
              <Base.Title className="font-semibold text-lg">{title}</Base.Title>
              {description === undefined ? null : <Base.Description className="mt-0.5 text-muted text-sm">{description}</Base.Description>}
            </div>
            <Base.Close aria-label="Close" className={buttonStyle({ variant: "ghost", size: "iconSm" })}>
              <X aria-hidden />
            </Base.Close>
          </header>
          <div ref={body} className="min-h-0 overflow-y-auto px-5 pt-3 pb-5">
            {children}
          </div>
        </Base.Popup>
      </Base.Portal>
    </Base.Root>
  );
}
