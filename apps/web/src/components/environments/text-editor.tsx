"use client";

import { CodeBox } from "../ui/code-box.tsx";
import { Notice } from "../ui/notice.tsx";
import type { EnvironmentEditor } from "./use-environment-editor.ts";

/** The environment as YAML, with what is wrong by line. The same text may stand in the repository. */
export function TextEditor({ editor, text }: { editor: EnvironmentEditor; text: string }) {
  const { textFaults } = editor;
  const figures = editor.textFaults.length === 0 && editor.faults.size > 0 ? [...editor.faults] : [];
  return (
    <section aria-label="As YAML" className="border-t py-8">
      <h2 className="font-medium text-base">As YAML</h2>
      <p className="mt-1 mb-4 text-muted text-sm">
        Saved as <code className="font-mono text-xs">.slipway/environment.yml</code> in the repository, the same text wins over what is
        stored here. Secrets never stand in it.
      </p>
      <CodeBox
        aria-label="Environment as YAML"
        aria-invalid={textFaults.length > 0}
        aria-describedby="yaml-faults"
        rows={16}
        value={text}
        onChange={editor.changeText}
      />
      <div id="yaml-faults" className="mt-3">
        {textFaults.length === 0 && figures.length === 0 ? null : (
          <Notice tone="bad" title={textFaults.length > 0 ? "This cannot be saved yet" : undefined}>
            <ul className="space-y-0.5">
              {textFaults.map(({ line, message }) => (
                <li key={`${line} ${message}`}>
                  Line {line}: {message}
                </li>
              ))}
              {figures.map(([field, message]) => (
                <li key={field}>{message}</li>
              ))}
            </ul>
          </Notice>
        )}
      </div>
    </section>
  );
}
