"use client";

import type { Change } from "@slipway/core";
import { Files, Pilcrow, WrapText } from "lucide-react";
import type { ReactNode } from "react";
import { z } from "zod";
import { counted } from "../../format/figures.ts";
import { useEvidence } from "../../hooks/use-evidence.ts";
import { useWide } from "../../hooks/use-wide.ts";
import { LineCounts } from "../marks/line-counts.tsx";
import { Button } from "../ui/button.tsx";
import { Picker } from "../ui/picker.tsx";
import { Segmented } from "../ui/segmented.tsx";
import { Tooltip } from "../ui/tooltip.tsx";

/** How a person likes to read a diff; `whitespace`: lines that differ by white space alone count as changed. */
export const Look = z.object({ style: z.enum(["unified", "split"]), wrap: z.boolean(), whitespace: z.boolean().default(true) });
export type Look = z.infer<typeof Look>;

type ChangesToolsProps = { change: Change; viewed: number; look: Look; onLook: (look: Look) => void };

/** Figures of the change, and how it is shown. */
export function ChangesTools({ change, viewed, look, onLook }: ChangesToolsProps) {
  const wide = useWide();
  const { openFile } = useEvidence();
  return (
    <div className="flex shrink-0 flex-wrap items-center gap-x-3 gap-y-1.5 border-b px-4 py-1.5">
      <span className="text-muted text-xs">{counted(change.stats.files, "file")}</span>
      <LineCounts additions={change.stats.additions} deletions={change.stats.deletions} />
      {viewed === 0 ? null : <span className="text-faint text-xs max-sm:hidden">{viewed} viewed</span>}
      <div className="ml-auto flex items-center gap-1.5">
        <Picker
          className="xl:hidden"
          label="File"
          icon={<Files aria-hidden />}
          placeholder="Files"
          value={null}
          options={change.files.map((file) => ({ value: file.path, label: file.path.split("/").at(-1) ?? file.path, detail: file.path }))}
          onChange={(path) => openFile(path, null)}
        />
        <Toggle label="Ignore white space" isOn={!look.whitespace} onToggle={() => onLook({ ...look, whitespace: !look.whitespace })}>
          <Pilcrow aria-hidden />
        </Toggle>
        <Toggle label="Wrap long lines" isOn={look.wrap} onToggle={() => onLook({ ...look, wrap: !look.wrap })}>
          <WrapText aria-hidden />
        </Toggle>
        {wide ? (
          <Segmented
            label="Layout of the diff"
            value={look.style}
            options={[
              { value: "unified", label: "Unified" },
              { value: "split", label: "Split" },
            ]}
            onChange={(style) => onLook({ ...look, style })}
          />
        ) : null}
      </div>
    </div>
  );
}

function Toggle({ label, isOn, onToggle, children }: { label: string; isOn: boolean; onToggle: () => void; children: ReactNode }) {
  return (
    <Tooltip label={label}>
      <Button
        variant="ghost"
        size="iconSm"
        aria-label={label}
        aria-pressed={isOn}
        className={isOn ? "bg-hover text-ink" : "text-faint"}
        onClick={onToggle}
      >
        {children}
      </Button>
    </Tooltip>
  );
}
