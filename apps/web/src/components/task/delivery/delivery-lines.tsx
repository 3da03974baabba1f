import type { Delivery } from "@slipway/core";
import { CircleX, GitBranch, GitPullRequest, LoaderCircle } from "lucide-react";
import { AgeMark } from "../../marks/age-mark.tsx";

/** What was delivered, where to, and why it failed where it did. */
export function DeliveryLines({ deliveries }: { deliveries: readonly Delivery[] }) {
  if (deliveries.length === 0) return null;
  return (
    <ul aria-label="Deliveries" className="space-y-2">
      {deliveries.map((delivery) => (
        <li
          key={delivery.id}
          className="flex items-start gap-2.5 rounded-lg border bg-surface px-3 py-2.5 text-sm [&>svg]:mt-0.5 [&>svg]:size-4 [&>svg]:shrink-0"
        >
          <DeliveryIcon delivery={delivery} />
          <div className="min-w-0 flex-1">
            <p className="break-words">
              <DeliveryWords delivery={delivery} />
            </p>
            <p className="break-all font-mono text-faint text-xs">
              {delivery.branch}
              {delivery.commit === null ? null : ` · ${delivery.commit.slice(0, 8)}`}
            </p>
            {delivery.error === null ? null : <p className="mt-1 break-words text-bad">{delivery.error}</p>}
          </div>
          <AgeMark at={delivery.finishedAt ?? delivery.createdAt} className="shrink-0 text-faint text-xs" />
        </li>
      ))}
    </ul>
  );
}

function DeliveryIcon({ delivery }: { delivery: Delivery }) {
  if (delivery.state === "failed") return <CircleX aria-hidden className="text-bad" />;
  if (delivery.state !== "delivered") return <LoaderCircle aria-hidden className="animate-spin text-accent" />;
  return delivery.kind === "branch" ? (
    <GitBranch aria-hidden className="text-good" />
  ) : (
    <GitPullRequest aria-hidden className="text-good" />
  );
}

function DeliveryWords({ delivery }: { delivery: Delivery }) {
  const words = deliveryWords(delivery);
  if (delivery.state !== "delivered" || !(delivery.url ?? "").startsWith("https://")) return words;
  return (
    <a href={delivery.url ?? ""} target="_blank" rel="noopener noreferrer" className="text-accent underline underline-offset-2">
      {words}
    </a>
  );
}

function deliveryWords({ kind, state, draft, pullRequestNumber }: Delivery): string {
  const noun = kind === "branch" ? "branch" : draft ? "draft pull request" : "pull request";
  if (state === "failed") return `The ${noun} was not delivered`;
  if (state === "delivered")
    return kind === "branch" ? "Branch pushed" : `${draft ? "Draft pull request" : "Pull request"} #${pullRequestNumber ?? ""} is open`;
  return kind === "branch" ? "Pushing the branch…" : `Opening the ${noun}…`;
}
