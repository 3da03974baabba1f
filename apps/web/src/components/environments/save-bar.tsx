"use client";

import { errorSentence } from "../../client/api-error.ts";
import { useShortcuts } from "../../hooks/use-shortcuts.ts";
import { Button } from "../ui/button.tsx";
import type { EnvironmentEditor } from "./use-environment-editor.ts";

/** Stands at the window's end while something is not saved. */
export function SaveBar({ editor, isNew }: { editor: EnvironmentEditor; isNew: boolean }) {
  const { isDirty, isSaving, textFaults } = editor;
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

/** One fault in its own words, several by their number: each stands at its field. */
function faultWords({ faults, textFaults, error }: EnvironmentEditor): string | null {
  const count = faults.size + textFaults.length;
  if (count === 0) return error === null ? null : errorSentence(error);
  const [only] = [...faults.values(), ...textFaults.map(({ line, message }) => `Line ${line}: ${message}`)];
  return count === 1 && only !== undefined ? only : `${count} things need mending.`;
}
