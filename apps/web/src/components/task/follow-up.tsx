"use client";

import { type Attempt, isTerminal, type Task } from "@slipway/core";
import { ArrowUp, X } from "lucide-react";
import { useId } from "react";
import { z } from "zod";
import { counted } from "../../format/figures.ts";
import { useHydrated } from "../../hooks/use-hydrated.ts";
import { useShortcuts } from "../../hooks/use-shortcuts.ts";
import { useStoredState } from "../../hooks/use-stored-state.ts";
import { useReview } from "../changes/review-draft.tsx";
import { PictureButton, PictureDrop } from "../pictures/picture-input.tsx";
import { PictureStrip } from "../pictures/picture-strip.tsx";
import { usePictureDraft } from "../pictures/use-picture-draft.ts";
import { Button } from "../ui/button.tsx";
import { PromptBox } from "../ui/prompt-box.tsx";
import { PromptError } from "../ui/prompt-error.tsx";
import { useTaskActions } from "./use-task-actions.ts";
import { type Addressee, addresseeOf } from "./waiting/addressee-of.ts";

type FollowUpProps = { task: Task; attempt: Attempt };

/** The box for the next message: a follow-up turn, the answer to the question in sight, or words that join the work that is under way. */
export function FollowUp({ task, attempt }: FollowUpProps) {
  return useHydrated() ? <FollowUpForm task={task} attempt={attempt} /> : null;
}

function FollowUpForm({ task, attempt }: FollowUpProps) {
  const id = useId();
  const [text, setText] = useStoredState(`slipway.follow-up.${task.id}`, z.string(), "");
  const pictures = usePictureDraft(`slipway.follow-up-pictures.${task.id}`);
  const { comments, setComments } = useReview();
  const { send } = useTaskActions(task.id);
  useShortcuts({ c: () => document.getElementById(id)?.focus() });
  const addressee = addresseeOf(task, attempt);
  const words = wordsFor(addressee, !isTerminal(task.status));
  const hasWords = text.trim() !== "" || comments.length > 0 || pictures.pictures.length > 0;
  const canSend = hasWords && addressee.kind !== "asking_out_of_sight" && pictures.uploads.length === 0 && !send.isPending;
  const submit = () => {
    if (!canSend) return;
    send.mutate(
      { text, comments: [...comments], images: pictures.pictures.map(({ id }) => id), ...answering(addressee) },
      {
        onSuccess: () => {
          setText("");
          setComments([]);
          pictures.clear();
        },
      },
    );
  };
  const change = (next: string) => {
    if (send.isError) send.reset();
    setText(next);
  };

  return (
    <form
      aria-label="Next message"
      className="shrink-0 space-y-2 px-3 pt-1 pb-3 sm:px-4"
      onSubmit={(event) => {
        event.preventDefault();
        submit();
      }}
    >
      <PromptError error={send.error} text={text} onClean={change} />
      <PictureDrop
        onFiles={pictures.add}
        className="mx-auto max-w-2xl rounded-2xl border border-line-strong/80 bg-surface shadow-raised focus-within:border-faint"
      >
        {comments.length === 0 ? null : (
          <div className="flex items-center justify-between gap-2 border-b px-4 py-1.5 text-xs">
            <span className="text-muted">{counted(comments.length, "review comment")} will be sent along</span>
            <Button variant="ghost" size="iconSm" aria-label="Drop the comments" onClick={() => setComments([])}>
              <X aria-hidden />
            </Button>
          </div>
        )}
        <PictureStrip draft={pictures} className="px-4 pt-3" />
        <div className="flex items-end">
          <div className="min-w-0 flex-1">
            <PromptBox
              id={id}
              aria-label={words.label}
              placeholder={words.placeholder}
              value={text}
              onChange={change}
              onSubmit={submit}
              minHeight="min-h-12"
            />
          </div>
          <span className="m-2 flex items-center gap-1">
            <PictureButton onFiles={pictures.add} />
            <Button type="submit" variant="primary" size="icon" className="rounded-full" aria-label="Send" disabled={!canSend}>
              <ArrowUp aria-hidden />
            </Button>
          </span>
        </div>
      </PictureDrop>
    </form>
  );
}

function answering(addressee: Addressee): { attemptId?: string } {
  return addressee.kind === "asking" ? { attemptId: addressee.attempt.id } : {};
}

function wordsFor(addressee: Addressee, isWorking: boolean): { label: string; placeholder: string } {
  if (addressee.kind === "asking") return { label: "Your answer", placeholder: "Write your answer" };
  if (addressee.kind === "asking_out_of_sight") {
    return {
      label: "Message to the agent",
      placeholder: `Attempt ${addressee.attempt.index + 1} asks something. Open it and answer first`,
    };
  }
  if (isWorking) return { label: "Message to the agent", placeholder: "Tell the agent something" };
  return { label: "Follow-up", placeholder: "Ask for changes or a next step" };
}
