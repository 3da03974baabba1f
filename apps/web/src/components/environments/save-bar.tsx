"use client";

import { useEffect } from "react";
import { errorSentence } from "../../client/api-error.ts";
import { useShortcuts } from "../../hooks/use-shortcuts.ts";
import { Button } from "../ui/button.tsx";
import type { EnvironmentEditor } from "./use-environment-editor.ts";

/** Stands at the window's end while something is not saved. */
export function SaveBar({ editor, isNew }: { editor: EnvironmentEditor; isNew: boolean }) {
  const { isDirty, isSaving, textFaults } = editor;
  useFirstFault(editor);
  useShortcuts({ "mod+s": () => (isDirty && !isSaving ? editor.save() : undefined) });
  if (!isDirty) return null;
  const fault = faultWords(editor);
  return (
    <div className="sticky bottom-0 z-20 -mx-4 border-t bg-canvas/90 px-4 py-3 backdrop-blur sm:-mx-6 sm:px-6">
      <div className="flex items-center gap-2">
        <p role="status" className={`min-w-0 flex-1 text-sm ${fault === null ? "text-muted" : "text-bad"}`}>
          {fault ?? (isNew ? "Not saved yet" : "Unsaved changes")}
        </p>
        {isNew ? null : (
          <Button variant="ghost" disabled={isSaving} onClick={editor.discard}>
            Discard
          </Button>
        )}
        <Button variant="primary" disabled={isSaving || textFaults.length > 0} onClick={editor.save}>
          {isSaving ? "Saving…" : isNew ? "Create environment" : "Save"}
        </Button>
      </div>
    </div>
  );
}

/** Brings the first field that is at fault into sight after a press of Save that could not be followed. */
function useFirstFault({ faults }: EnvironmentEditor): void {
  useEffect(() => {
    if (faults.size === 0) return;
    const field = document.querySelector<HTMLElement>('main [aria-invalid="true"]');
    field?.focus({ preventScroll: true });
    field?.scrollIntoView({ block: "center" });
  }, [faults]);
}

const parts: Record<string, string> = {
  ...{ name: "Name", branch: "Default branch", image: "Image", dockerfile: "Dockerfile", setupScript: "Setup script" },
  ...{ maintenanceScript: "Maintenance script", checks: "Checks", variables: "Variables", secrets: "Secrets" },
  ...{ network: "Network", limits: "Limits" },
};

/** One fault in its own words after the part where it stands, several by their number: each stands at its field. */
function faultWords({ faults, textFaults, error }: EnvironmentEditor): string | null {
  const count = faults.size + textFaults.length;
  if (count === 0) return error === null ? null : errorSentence(error);
  const [only] = [
    ...[...faults].map(([place, message]) => told(place, message)),
    ...textFaults.map(({ line, message }) => `Line ${line}: ${message}`),
  ];
  return count === 1 && only !== undefined ? only : `${count} things need mending.`;
}

function told(place: string, message: string): string {
  const part = parts[place.split(".")[0] ?? ""];
  return part === undefined ? message : `${part}: ${message}`;
}
