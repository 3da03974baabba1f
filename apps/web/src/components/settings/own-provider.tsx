"use client";

import type { ServerSettings } from "@slipway/core";
import { ConnectionTest } from "./connection-test.tsx";

/** The provider that the server was started with; it is changed where it was set. */
export function OwnProvider({ model }: { model: NonNullable<ServerSettings["model"]> }) {
  return (
    <article aria-label="Server settings" className="overflow-hidden rounded-xl border bg-surface">
      <div className="px-4 py-3">
        <h3 className="font-medium text-sm">Server settings</h3>
        <p className="text-faint text-xs">
          Set by <code className="font-mono">OPENAI_API_KEY</code>, <code className="font-mono">OPENAI_BASE_URL</code> and{" "}
          <code className="font-mono">SLIPWAY_MODEL</code>
        </p>
      </div>
      <div className="space-y-2 border-t px-4 py-3">
        <div className="flex flex-wrap items-center gap-x-3 gap-y-2">
          <p className="min-w-40 flex-1 break-all font-mono text-sm">{model.name}</p>
        </div>
        <ConnectionTest providerId={null} model={model.name} />
      </div>
    </article>
  );
}
