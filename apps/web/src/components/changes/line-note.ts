import type { DiffLineAnnotation } from "@pierre/diffs";
import type { ReviewComment } from "@slipway/core";
import type { CommentPlace } from "./review-draft.tsx";

/** What stands below a line of the diff: a comment of the review, or the box in which one is written. */
export type LineNote = { kind: "comment"; comment: ReviewComment } | { kind: "writing"; place: CommentPlace };

/** The notes of one file as annotations of the viewer. */
export function lineNotes(
  path: string,
  comments: readonly ReviewComment[],
  writingAt: CommentPlace | null,
): DiffLineAnnotation<LineNote>[] {
  const notes: DiffLineAnnotation<LineNote>[] = comments
    .filter((comment) => comment.path === path)
    .map((comment) => ({ ...anchorOf(comment), metadata: { kind: "comment", comment } }));
  if (writingAt?.path === path) notes.push({ ...anchorOf(writingAt), metadata: { kind: "writing", place: writingAt } });
  return notes;
}

function anchorOf(place: CommentPlace): { side: "additions" | "deletions"; lineNumber: number } {
  return { side: place.side === "head" ? "additions" : "deletions", lineNumber: place.line };
}
