"use client";

import type { Attempt } from "@slipway/core";
import { Box } from "lucide-react";
import { clockTime } from "../../../format/duration.ts";
import { useNow } from "../../../hooks/use-now.ts";

/** Tells that the next message finds the sandbox as it was left. */
export function KeptSandbox({ attempt }: { attempt: Attempt }) {
  const now = useNow();
  const until = attempt.sandboxKeptUntil;
  if (until === null || now === 0 || Date.parse(until) <= now) return null;
  return (
    <p className="flex items-center gap-1.5 text-faint text-xs">
      <Box aria-hidden className="size-3.5" />
      Sandbox kept until {clockTime(until)} {purpose(attempt)}
    </p>
  );
}

function purpose({ waiting }: Attempt): string {
  switch (waiting?.kind) {
    case "question":
      return "for your answer";
    case "limit":
      return "for your decision";
    case "rate_limit":
      return "to go on in";
    default:
      return "for your next message";
  }
}
