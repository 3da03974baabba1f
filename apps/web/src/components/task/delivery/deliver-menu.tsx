"use client";

import { type Attempt, type Change, draftReason, type Task } from "@slipway/core";
import { ChevronDown, ClipboardCopy, Download, GitBranch, GitPullRequest, GitPullRequestDraft } from "lucide-react";
import { useState } from "react";
import { toast } from "sonner";
import type { DeliveryInput } from "../../../client/api.ts";
import { errorSentence } from "../../../client/api-error.ts";
import { Button } from "../../ui/button.tsx";
import { Dialog } from "../../ui/dialog.tsx";
import { Menu, MenuItem, MenuSeparator } from "../../ui/menu.tsx";
import { Notice } from "../../ui/notice.tsx";
import type { TaskActions } from "../use-task-actions.ts";
import { ChangeWarnings } from "./change-warnings.tsx";

type DeliverMenuProps = { task: Task; attempt: Attempt; change: Change; actions: TaskActions };

/** Ways in which the change leaves Slipway. A change with warnings leaves after the person has confirmed them. */
export function DeliverMenu({ task, attempt, change, actions }: DeliverMenuProps) {
  const [asked, setAsked] = useState<DeliveryInput | null>(null);
  const patchPath = `/api/v1/attempts/${attempt.id}/patch`;
  const deliver = (input: DeliveryInput) =>
    actions.deliver.mutate(
      { attemptId: attempt.id, input },
      {
        onSuccess: () => {
          setAsked(null);
          toast(input.kind === "branch" ? "Pushing the branch…" : "Opening the pull request…");
        },
        onError: (error) => (change.warnings.length > 0 ? undefined : toast.error(errorSentence(error))),
      },
    );
  const ask = (input: DeliveryInput) => (change.warnings.length > 0 ? setAsked(input) : deliver(input));
  const hasPullRequests = task.repository.kind === "github";

  return (
    <>
      <Menu
        trigger={
          <Button variant="primary" disabled={actions.deliver.isPending}>
            Deliver
            <ChevronDown aria-hidden />
          </Button>
        }
      >
        {hasPullRequests ? <PullRequestItems attempt={attempt} onSelect={(draft) => ask({ kind: "pull_request", draft })} /> : null}
        <MenuItem
          icon={<GitBranch aria-hidden />}
          label="Push the branch"
          detail={hasPullRequests ? undefined : "Pull requests need a repository on GitHub"}
          onSelect={() => ask({ kind: "branch" })}
        />
        <MenuSeparator />
        <MenuItem icon={<ClipboardCopy aria-hidden />} label="Copy a git apply command" onSelect={() => void copyCommand(patchPath)} />
        <MenuItem
          icon={<Download aria-hidden />}
          label="Download the patch"
          onSelect={() => download(patchPath, `${task.id.slice(0, 8)}.patch`)}
        />
      </Menu>
      <Dialog
        open={asked !== null}
        onOpenChange={(open) => !open && setAsked(null)}
        title="Deliver with these warnings?"
        description="Look at these places in the change before it leaves Slipway."
      >
        <div className="space-y-4">
          <ChangeWarnings warnings={change.warnings} />
          {actions.deliver.isError ? <Notice tone="bad">{errorSentence(actions.deliver.error)}</Notice> : null}
          <div className="flex justify-end gap-2">
            <Button variant="ghost" onClick={() => setAsked(null)}>
              Cancel
            </Button>
            <Button
              variant="primary"
              disabled={actions.deliver.isPending}
              onClick={() => asked !== null && deliver({ ...asked, acceptWarnings: true })}
            >
              I have looked, deliver
            </Button>
          </div>
        </div>
      </Dialog>
    </>
  );
}

/** The proposed way stands first, and says why where that is the draft. */
function PullRequestItems({ attempt, onSelect }: { attempt: Attempt; onSelect: (draft: boolean) => void }) {
  const reason = draftReason(attempt.verifications);
  const draft = (
    <MenuItem
      key="draft"
      icon={<GitPullRequestDraft aria-hidden />}
      label="Open a draft pull request"
      detail={reason === null ? undefined : `Proposed: ${reason}`}
      onSelect={() => onSelect(true)}
    />
  );
  const ready = (
    <MenuItem
      key="ready"
      icon={<GitPullRequest aria-hidden />}
      label="Open a pull request"
      detail={reason === null ? undefined : "Ready for review, although checks newly fail"}
      onSelect={() => onSelect(false)}
    />
  );
  return reason === null ? [ready, draft] : [draft, ready];
}

async function copyCommand(patchPath: string): Promise<void> {
  const command = `curl -fsS -H "Authorization: Bearer $SLIPWAY_API_KEY" ${window.location.origin}${patchPath} | git apply`;
  try {
    await navigator.clipboard.writeText(command);
    toast.success("Copied. It reads your API key from SLIPWAY_API_KEY.");
  } catch {
    toast.error("The browser does not allow copying here. Download the patch instead.");
  }
}

function download(path: string, name: string): void {
  const link = document.createElement("a");
  link.href = path;
  link.download = name;
  link.click();
}
