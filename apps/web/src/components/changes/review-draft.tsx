"use client";

import { ReviewComment } from "@slipway/core";
import { createContext, type ReactNode, useContext, useState } from "react";
import { z } from "zod";
import { useStoredState } from "../../hooks/use-stored-state.ts";

/** Where a comment is being written. */
export type CommentPlace = Pick<ReviewComment, "path" | "line" | "side">;

type Review = {
  comments: readonly ReviewComment[];
  setComments: (comments: ReviewComment[]) => void;
  writingAt: CommentPlace | null;
  setWritingAt: (place: CommentPlace | null) => void;
};

const ReviewContext = createContext<Review>({ comments: [], setComments: () => undefined, writingAt: null, setWritingAt: () => undefined });

/** The comments of an attempt's review until they are sent with the next message; they survive a reload. */
export function ReviewProvider({ attemptId, children }: { attemptId: string; children: ReactNode }) {
  const [comments, setComments] = useStoredState(`slipway.review.${attemptId}`, z.array(ReviewComment), []);
  const [writingAt, setWritingAt] = useState<CommentPlace | null>(null);
  return <ReviewContext value={{ comments, setComments, writingAt, setWritingAt }}>{children}</ReviewContext>;
}

export function useReview(): Review {
  return useContext(ReviewContext);
}
