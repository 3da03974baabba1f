"use client";

import type { Attempt, Task, Waiting } from "@slipway/core";
import { Square } from "lucide-react";
import { useState } from "react";
import { Button } from "../../ui/button.tsx";
import { Field, TextInput } from "../../ui/field.tsx";
import { useTaskActions } from "../use-task-actions.ts";
import { offeredTotal, RAISED_LIMITS, readTotal } from "./waiting-words.ts";

type GiveMoreProps = { task: Task; attempt: Attempt; waiting: Extract<Waiting, { kind: "limit" }> };

/** The decision about a limit that is used up: a new total, or the end. */
export function GiveMore({ task, attempt, waiting }: GiveMoreProps) {
  const { cancel, resume } = useTaskActions(task.id);
  const [text, setText] = useState(String(offeredTotal(waiting)));
  const { field, unit } = RAISED_LIMITS[waiting.limit];
  const read = readTotal(waiting, text);
  const give = () => {
    if ("total" in read) resume.mutate({ attemptId: attempt.id, input: { limits: { [field]: read.total } } });
  };
  return (
    <form
      className="space-y-3"
      onSubmit={(event) => {
        event.preventDefault();
        give();
      }}
    >
      <Field label={`New total in ${unit}`} error={"fault" in read ? read.fault : undefined}>
        {(id, describedBy) => (
          <TextInput
            id={id}
            aria-describedby={describedBy}
            aria-invalid={"fault" in read}
            inputMode="decimal"
            value={text}
            onChange={(event) => setText(event.target.value)}
            className="max-w-40"
          />
        )}
      </Field>
      <div className="flex flex-wrap gap-2">
        <Button type="submit" variant="primary" disabled={"fault" in read || resume.isPending}>
          Give it more
        </Button>
        <Button variant="ghost" disabled={cancel.isPending} onClick={() => cancel.mutate()}>
          <Square aria-hidden className="!size-3 fill-current" />
          Stop here: keeps the change
        </Button>
      </div>
    </form>
  );
}
