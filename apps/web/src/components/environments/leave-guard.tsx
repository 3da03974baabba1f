"use client";

import type { Route } from "next";
import { useRouter } from "next/navigation";
import { useEffect, useState } from "react";
import { Button } from "../ui/button.tsx";
import { Dialog } from "../ui/dialog.tsx";

/** Asks before unsaved changes are lost: on links of the page, and through the browser when the tab closes or reloads. */
export function LeaveGuard({ active }: { active: boolean }) {
  const router = useRouter();
  const [target, setTarget] = useState<string | null>(null);
  useEffect(() => {
    if (!active) return;
    const controller = new AbortController();
    window.addEventListener("beforeunload", (event) => event.preventDefault(), { signal: controller.signal });
    // Capturing, so that the router does not see the press first.
    document.addEventListener(
      "click",
      (event) => {
        const path = innerPath(event);
        if (path === null) return;
        event.preventDefault();
        event.stopPropagation();
        setTarget(path);
      },
      { capture: true, signal: controller.signal },
    );
    return () => controller.abort();
  }, [active]);
  return (
    <Dialog
      open={target !== null}
      onOpenChange={(open) => !open && setTarget(null)}
      title="Leave without saving?"
      description="What you changed on this page is lost."
    >
      <div className="flex justify-end gap-2">
        <Button variant="ghost" onClick={() => setTarget(null)}>
          Stay
        </Button>
        <Button
          variant="danger"
          onClick={() => {
            if (target !== null) router.push(target as Route);
          }}
        >
          Leave
        </Button>
      </div>
    </Dialog>
  );
}

/** Where a plain press on a link of this site leads; null for everything else. */
function innerPath(event: MouseEvent): string | null {
  if (event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return null;
  const link = event.target instanceof Element ? event.target.closest<HTMLAnchorElement>("a[href]") : null;
  if (link === null || link.target === "_blank" || link.origin !== window.location.origin || link.hasAttribute("download")) return null;
  const path = link.pathname + link.search;
  return path === window.location.pathname + window.location.search ? null : path;
}
