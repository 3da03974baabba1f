"use client";

import type { EnvironmentReview } from "@slipway/core";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { type ReactNode, useState } from "react";
import { api, type ReviewPlace } from "../../client/api.ts";
import { errorSentence } from "../../client/api-error.ts";
import { queryKeys } from "../../client/query-keys.ts";
import { listOfWords } from "../../format/list-of-words.ts";
import { Button } from "../ui/button.tsx";
import { Notice } from "../ui/notice.tsx";
import { ReviewDialog } from "./review-dialog.tsx";

/**
 * That a branch's environment is not the default branch's: what was withheld, and the dialog to read and accept it. `next` is offered
 * once it was accepted here. Nothing is shown where there is nothing to accept.
 */
export function ReviewNotice({ place, next }: { place: ReviewPlace; next?: ReactNode }) {
  const queryClient = useQueryClient();
  const [isOpen, setOpen] = useState(false);
  const queryKey = queryKeys.environmentReview(place);
  const { data: review } = useQuery({ queryKey, queryFn: () => api.getEnvironmentReview(place), staleTime: 60_000, retry: false });
  const accepting = useMutation({
    mutationFn: (hash: string) => api.acceptEnvironment(place, hash),
    onSuccess: (accepted) => {
      queryClient.setQueryData(queryKey, accepted);
      setOpen(false);
    },
    // What was shown may no longer be what is there.
    onError: () => void queryClient.invalidateQueries({ queryKey }),
  });
  if (review == null) return null;
  if (review.accepted) return accepting.isSuccess ? <Accepted review={review} next={next} /> : null;
  return (
    <Notice tone="warn" title={titleOf(review)}>
      <p>
        It differs in {listOfWords(review.differences)}, and nobody has accepted it.{" "}
        {review.replaced.length === 0 ? null : `Taken from ${review.defaultBranch} instead: ${listOfWords(review.replaced)}. `}
        {review.withheld.length === 0 ? null : `Withheld: the value of ${listOfWords(review.withheld)}.`}
      </p>
      <Button size="sm" className="mt-2" onClick={() => setOpen(true)}>
        Review and accept…
      </Button>
      <ReviewDialog
        review={review}
        open={isOpen}
        onOpenChange={setOpen}
        isPending={accepting.isPending}
        error={accepting.isError ? errorSentence(accepting.error) : null}
        onAccept={() => accepting.mutate(review.hash)}
      />
    </Notice>
  );
}

function titleOf({ branch, defaultBranch, withheld }: EnvironmentReview): string {
  const consequence = withheld.length > 0 ? "secrets are withheld" : "not all of it applies";
  return `The environment of ${branch} is not ${defaultBranch}'s: ${consequence}`;
}

function Accepted({ review, next }: { review: EnvironmentReview; next: ReactNode }) {
  return (
    <Notice tone="info" title={`The environment of ${review.branch} is accepted`} action={next}>
      Attempts that begin from now on are given all that it asks for.
    </Notice>
  );
}
