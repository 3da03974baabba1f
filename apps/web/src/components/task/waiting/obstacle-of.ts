import type { Health } from "@slipway/core";

/** The first fault of a worker when no worker is free of faults. */
export function obstacleOf({ workers, parts }: Pick<Health, "workers" | "parts">): string | null {
  if (workers.some((worker) => worker.parts.every((part) => part.ok))) return null;
  const fault = [...workers.flatMap((worker) => worker.parts), ...parts].find((part) => !part.ok);
  return fault === undefined
    ? null
    : [fault.detail, fault.hint]
        .filter((text) => text !== null)
        .map(sentence)
        .join(" ");
}

function sentence(text: string): string {
  return /[.!?]$/.test(text) ? text : `${text}.`;
}
