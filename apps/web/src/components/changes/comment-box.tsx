"use client";

import { CommentText, type ReviewComment } from "@slipway/core";
import { Trash2 } from "lucide-react";
import { useState } from "react";
import { VisibleText } from "../marks/visible-text.tsx";
import { Button } from "../ui/button.tsx";
import { PromptBox } from "../ui/prompt-box.tsx";
import { type CommentPlace, useReview } from "./review-draft.tsx";

const frame = "m-2 max-w-2xl overflow-hidden rounded-lg border border-line-strong bg-surface font-sans text-ink";

/** Writes a comment on a line; it is kept until the review is sent. */
export function CommentBox({ place }: { place: CommentPlace }) {
  const { comments, setComments, setWritingAt } = useReview();
  const [text, setText] = useState("");
  const [fault, setFault] = useState<string | null>(null);
  const add = () => {
    const parsed = CommentText.safeParse(text);
    if (!parsed.success) {
      setFault(parsed.error.issues[0]?.message ?? "This comment cannot be sent.");
      return;
    }
    setComments([...comments, { ...place, text: parsed.data }]);
    setWritingAt(null);
  };
  return (
    <div className={frame}>
      <PromptBox
        autoFocus
        aria-label={`Comment on ${place.path}, line ${place.line}`}
        placeholder="What should change here?"
        value={text}
        onChange={setText}
        onSubmit={add}
        minHeight="min-h-16"
      />
      {fault === null ? null : <p className="px-4 pb-1 text-bad text-xs">{fault}</p>}
      <div className="flex justify-end gap-2 p-2">
        <Button variant="ghost" size="sm" onClick={() => setWritingAt(null)}>
          Cancel
        </Button>
        <Button variant="primary" size="sm" onClick={add}>
          Add comment
        </Button>
      </div>
    </div>
  );
}

export function CommentCard({ comment }: { comment: ReviewComment }) {
  const { comments, setComments } = useReview();
  return (
    <div className={`${frame} flex items-start gap-2 px-3 py-2 text-sm`}>
      <p className="min-w-0 flex-1 whitespace-pre-wrap break-words">
        <VisibleText>{comment.text}</VisibleText>
      </p>
      <Button
        variant="ghost"
        size="iconSm"
        aria-label="Remove the comment"
        onClick={() => setComments(comments.filter((each) => each !== comment))}
      >
        <Trash2 aria-hidden />
      </Button>
    </div>
  );
}
