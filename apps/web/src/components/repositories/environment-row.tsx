import type { Environment } from "@slipway/core";
import { Box, GitBranch } from "lucide-react";
import type { Route } from "next";
import Link from "next/link";
import { counted } from "../../format/figures.ts";

/** One environment in a list; it leads to its page. */
export function EnvironmentRow({ environment }: { environment: Environment }) {
  return (
    <li>
      <Link
        href={`/environments/${environment.id}` as Route}
        className="flex w-full items-center gap-2.5 px-4 py-2.5 text-left text-sm outline-offset-[-2px] transition-colors hover:bg-hover"
      >
        <Box aria-hidden className="size-4 shrink-0 text-faint" />
        <span className="min-w-0 flex-1 truncate">{environment.name}</span>
        {environment.branch === null ? null : (
          <span className="flex min-w-0 items-center gap-1 text-faint text-xs">
            <GitBranch aria-hidden className="size-3 shrink-0" />
            <span className="truncate">{environment.branch}</span>
          </span>
        )}
        <span className="min-w-0 truncate text-faint text-xs">
          {environment.image ?? "bundled image"} · {counted(environment.checks.length, "check")}
        </span>
      </Link>
    </li>
  );
}
