"use client";

import { useState } from "react";
import { useShortcuts } from "../../hooks/use-shortcuts.ts";
import { Dialog } from "../ui/dialog.tsx";
import { Kbd } from "../ui/kbd.tsx";

const keys: readonly { keys: readonly string[]; words: string }[] = [
  { keys: ["c"], words: "Write a task" },
  { keys: ["j", "k"], words: "Next, previous task" },
  { keys: ["o"], words: "Open the task" },
  { keys: ["e"], words: "Archive the task, or bring it back" },
  { keys: ["x"], words: "Select the task" },
  { keys: ["⇧ x"], words: "Select up to this task" },
  { keys: ["/"], words: "Search" },
  { keys: ["⌘ K"], words: "Commands" },
  { keys: ["Enter"], words: "Send" },
  { keys: ["⇧ Enter"], words: "Break the line" },
  { keys: ["?"], words: "This list" },
];

/** `?` shows every key. */
export function ShortcutsDialog() {
  const [open, setOpen] = useState(false);
  useShortcuts({ "?": () => setOpen(true) });
  return (
    <Dialog open={open} onOpenChange={setOpen} title="Keys" className="max-w-sm">
      <dl className="space-y-2">
        {keys.map((entry) => (
          <div key={entry.words} className="flex items-center justify-between gap-4 text-sm">
            <dt className="text-muted">{entry.words}</dt>
            <dd className="flex gap-1">
              {entry.keys.map((key) => (
                <Kbd key={key}>{key}</Kbd>
              ))}
            </dd>
          </div>
        ))}
      </dl>
    </Dialog>
  );
}
