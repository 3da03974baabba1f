import type { EnvironmentReview } from "@slipway/core";
import { listOfWords } from "../../format/list-of-words.ts";
import { VisibleText } from "../marks/visible-text.tsx";
import { Button } from "../ui/button.tsx";
import { Dialog } from "../ui/dialog.tsx";
import { Notice } from "../ui/notice.tsx";
import { NumberedText } from "./numbered-text.tsx";

type ReviewDialogProps = {
  review: EnvironmentReview;
  open: boolean;
  onOpenChange: (open: boolean) => void;
  isPending: boolean;
  error: string | null;
  onAccept: () => void;
};

/** The files as they are on the branch and on the default branch, and what accepting them does. */
export function ReviewDialog({ review, open, onOpenChange, isPending, error, onAccept }: ReviewDialogProps) {
  return (
    <Dialog
      open={open}
      onOpenChange={onOpenChange}
      title={`Accept the environment of ${review.branch}?`}
      description={consequence(review)}
      className="max-w-3xl"
    >
      <div className="space-y-5">
        {review.files.map((file) => (
          <section key={file.path} aria-label={file.path}>
            <h3 className="break-all font-mono text-sm">
              <VisibleText>{file.path}</VisibleText>
            </h3>
            <FileSide path={file.path} place={`${review.branch} at ${review.commit.slice(0, 10)}`} text={file.text} />
            <FileSide path={file.path} place={review.defaultBranch} text={file.trustedText} />
          </section>
        ))}
        {error === null ? null : <Notice tone="bad">{error}</Notice>}
        <div className="flex justify-end gap-2">
          <Button variant="ghost" onClick={() => onOpenChange(false)}>
            Cancel
          </Button>
          <Button variant="primary" disabled={isPending} onClick={onAccept}>
            Accept
          </Button>
        </div>
      </div>
    </Dialog>
  );
}

function consequence({ withheld, replaced, differences }: EnvironmentReview): string {
  const secrets = withheld.length === 0 ? "" : `Its scripts, checks and the agent are given ${listOfWords(withheld)}. `;
  const reach = replaced.length === 0 ? "" : `Its own ${listOfWords(replaced)} ${replaced.length === 1 ? "is" : "are"} used. `;
  return `${secrets}${reach}It differs in ${listOfWords(differences)}. The same text is then accepted on every branch of this repository.`;
}

function FileSide({ path, place, text }: { path: string; place: string; text: string | null }) {
  return (
    <div className="mt-2">
      <p className="text-muted text-xs">
        On <VisibleText>{place}</VisibleText>
        {text === null ? ": not there" : ""}
      </p>
      {text === null ? null : <NumberedText text={text} label={`${path} on ${place}`} />}
    </div>
  );
}
