"use client";

import { ImagePlus } from "lucide-react";
import { type ClipboardEvent, type DragEvent, type ReactNode, useRef, useState } from "react";
import { Button } from "../ui/button.tsx";
import { classNames } from "../ui/class-names.ts";

type OnFiles = (files: readonly File[]) => void;

/** A box into which pictures are dropped or pasted; what is pasted as text stays text. */
export function PictureDrop({ onFiles, className, children }: { onFiles: OnFiles; className: string; children: ReactNode }) {
  const [over, setOver] = useState(false);
  const paste = (event: ClipboardEvent) => {
    const files = [...event.clipboardData.files];
    if (files.length === 0 || event.clipboardData.types.includes("text/plain")) return;
    event.preventDefault();
    onFiles(files);
  };
  const drag = (event: DragEvent) => {
    if (!event.dataTransfer.types.includes("Files")) return;
    event.preventDefault();
    setOver(true);
  };
  const drop = (event: DragEvent) => {
    setOver(false);
    const files = [...event.dataTransfer.files];
    if (files.length === 0) return;
    event.preventDefault();
    onFiles(files);
  };
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: dropping is a shortcut for the button inside, which everybody can press
    <div
      onPaste={paste}
      onDragOver={drag}
      onDragLeave={() => setOver(false)}
      onDrop={drop}
      className={classNames(className, over && "border-accent! ring-2 ring-accent/30")}
    >
      {children}
    </div>
  );
}

/** Picks pictures from the disk. */
export function PictureButton({ onFiles }: { onFiles: OnFiles }) {
  const input = useRef<HTMLInputElement>(null);
  return (
    <>
      <Button variant="ghost" size="iconSm" aria-label="Add pictures" title="Add pictures" onClick={() => input.current?.click()}>
        <ImagePlus aria-hidden />
      </Button>
      <input
        ref={input}
        type="file"
        accept="image/png,image/jpeg,image/webp,image/gif"
        multiple
        hidden
        aria-label="Pictures to add"
        onChange={(event) => {
          onFiles([...(event.target.files ?? [])]);
          event.target.value = "";
        }}
      />
    </>
  );
}
