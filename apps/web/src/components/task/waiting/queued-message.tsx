"use client";

import { BOUNDS, type Message } from "@slipway/core";
import { Clock, Pencil, Undo2 } from "lucide-react";
import { type ReactNode, useState } from "react";
import { VisibleText } from "../../marks/visible-text.tsx";
import { Button } from "../../ui/button.tsx";
import { PromptBox } from "../../ui/prompt-box.tsx";
import { useTaskActions } from "../use-task-actions.ts";

type QueuedMessageProps = { taskId: string; message: Message; words: string; children?: ReactNode };

/** A message that the agent has not read yet: the person may still rewrite it or take it back. */
export function QueuedMessage({ taskId, message, words, children }: QueuedMessageProps) {
  const [draft, setDraft] = useState<string | null>(null);
  const { takeBack } = useTaskActions(taskId);
  if (draft !== null) return <MessageEditor taskId={taskId} message={message} draft={draft} setDraft={setDraft} />;
  return (
    <>
      <p className="whitespace-pre-wrap break-words">
        <VisibleText>{message.text}</VisibleText>
      </p>
      {children}
      <div className="mt-1 flex flex-wrap items-center gap-x-2 text-faint text-xs">
        <Clock aria-hidden className="size-3" />
        <span className="mr-auto">{words}</span>
        <Button variant="ghost" size="sm" onClick={() => setDraft(message.text)}>
          <Pencil aria-hidden />
          Edit
        </Button>
        <Button variant="ghost" size="sm" disabled={takeBack.isPending} onClick={() => takeBack.mutate(message.id)}>
          <Undo2 aria-hidden />
          Take back
        </Button>
      </div>
    </>
  );
}

type EditorProps = { taskId: string; message: Message; draft: string; setDraft: (draft: string | null) => void };

function MessageEditor({ taskId, message, draft, setDraft }: EditorProps) {
  const { edit } = useTaskActions(taskId);
  const canSave = draft.trim() !== "" && draft.length <= BOUNDS.promptCharacters && !edit.isPending;
  const save = () => {
    if (canSave) edit.mutate({ messageId: message.id, text: draft }, { onSuccess: () => setDraft(null) });
  };
  return (
    <form
      aria-label="Edit the message"
      onSubmit={(event) => {
        event.preventDefault();
        save();
      }}
    >
      <div className="-mx-2 rounded-lg border border-line-strong/80 bg-surface">
        <PromptBox aria-label="Message" value={draft} onChange={setDraft} onSubmit={save} minHeight="min-h-12" />
      </div>
      <div className="mt-2 flex gap-2">
        <Button type="submit" variant="primary" size="sm" disabled={!canSave}>
          Save
        </Button>
        <Button variant="ghost" size="sm" onClick={() => setDraft(null)}>
          Cancel
        </Button>
      </div>
    </form>
  );
}
