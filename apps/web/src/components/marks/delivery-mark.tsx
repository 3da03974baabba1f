import type { TaskListItem } from "@slipway/core";
import { GitBranch, GitPullRequest, TriangleAlert } from "lucide-react";

/** Where the change went: a pull request's number, a branch, or that it failed. */
export function DeliveryMark({ delivery }: { delivery: NonNullable<TaskListItem["delivery"]> }) {
  const { Icon, words, tone } = lookOf(delivery);
  return (
    <span title={delivery.branch} className={`inline-flex min-w-0 max-w-40 items-center gap-1 whitespace-nowrap text-xs ${tone}`}>
      <Icon aria-hidden className="size-3.5 shrink-0" />
      <span className="truncate">{words}</span>
    </span>
  );
}

function lookOf(delivery: NonNullable<TaskListItem["delivery"]>) {
  const Icon = delivery.kind === "pull_request" ? GitPullRequest : GitBranch;
  if (delivery.state === "failed") return { Icon: TriangleAlert, words: "Delivery failed", tone: "text-bad" };
  if (delivery.state !== "delivered") return { Icon, words: "Delivering", tone: "text-accent" };
  if (delivery.pullRequestNumber !== null) return { Icon, words: `#${delivery.pullRequestNumber}`, tone: "text-accent" };
  return { Icon, words: "Pushed", tone: "text-accent" };
}
