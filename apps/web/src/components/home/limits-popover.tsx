"use client";

import { Popover } from "@base-ui/react/popover";
import { Wallet } from "lucide-react";
import { buttonStyle } from "../ui/button.tsx";
import { Field, TextInput } from "../ui/field.tsx";
import { TASK_LIMITS, type TaskLimitTexts, taskLimitFaults } from "./task-limits.ts";

type LimitsPopoverProps = { value: TaskLimitTexts; onChange: (value: TaskLimitTexts) => void };

/** What the task may use before it stops and asks. */
export function LimitsPopover({ value, onChange }: LimitsPopoverProps) {
  const faults = taskLimitFaults(value);
  const set = TASK_LIMITS.filter(({ name }) => (value[name] ?? "").trim() !== "");
  const label = set.length === 0 ? "Limits" : `Limits: ${set.map((each) => each.label.toLowerCase()).join(", ")}`;
  return (
    <Popover.Root>
      <Popover.Trigger
        aria-label={label}
        title="Limits of this task"
        className={buttonStyle({
          variant: "ghost",
          size: "sm",
          className: faults.size > 0 ? "text-bad" : set.length > 0 ? "text-ink" : "",
        })}
      >
        <Wallet aria-hidden />
        {budgetWords(value, set.length)}
      </Popover.Trigger>
      <Popover.Portal>
        <Popover.Positioner sideOffset={6} align="end" collisionPadding={8} className="z-50">
          <Popover.Popup className="float-panel w-80 max-w-[calc(100vw-16px)] p-4 outline-none">
            <Popover.Title className="font-medium text-sm">Limits of this task</Popover.Title>
            <Popover.Description className="mt-0.5 mb-3 text-muted text-xs">
              Each attempt that reaches one stops and asks. Empty: as the environment says.
            </Popover.Description>
            <div className="grid grid-cols-2 gap-3">
              {TASK_LIMITS.map(({ name, label: words, unit, hint }) => (
                <Field
                  key={name}
                  label={
                    <>
                      {words}
                      {unit === "" ? null : <span className="font-normal text-faint"> in {unit}</span>}
                    </>
                  }
                  hint={hint}
                  error={faults.get(name)}
                >
                  {(id, describedBy) => (
                    <TextInput
                      id={id}
                      aria-describedby={describedBy}
                      aria-invalid={faults.has(name)}
                      inputMode="decimal"
                      className="tabular-nums"
                      value={value[name] ?? ""}
                      onChange={(event) => onChange({ ...value, [name]: event.target.value })}
                    />
                  )}
                </Field>
              ))}
            </div>
          </Popover.Popup>
        </Popover.Positioner>
      </Popover.Portal>
    </Popover.Root>
  );
}

function budgetWords({ costUsd = "" }: TaskLimitTexts, count: number): string {
  if (count === 0) return "";
  return costUsd.trim() !== "" && count === 1 ? `$${costUsd.trim()}` : counted(count);
}

function counted(count: number): string {
  return count === 1 ? "1 limit" : `${count} limits`;
}
