"use client";

import { useState } from "react";
import { VisibleText } from "./visible-text.tsx";

type FoldedTextProps = {
  text: string;
  /** What is shown of a long text: a class that clamps it to some lines. */
  clamp: string;
  /** A text is long beyond either. */
  most: { characters: number; lines: number };
  className?: string;
};

/** A text of which the beginning is shown until it is asked for. */
export function FoldedText({ text, clamp, most, className = "" }: FoldedTextProps) {
  const [open, setOpen] = useState(false);
  const isLong = text.length > most.characters || text.split("\n").length > most.lines;
  return (
    <>
      <p className={`whitespace-pre-wrap break-words ${className} ${isLong && !open ? clamp : ""}`}>
        <VisibleText>{text}</VisibleText>
      </p>
      {isLong ? (
        <button type="button" className="mt-1 text-accent text-xs" aria-expanded={open} onClick={() => setOpen(!open)}>
          {open ? "Show less" : "Show all"}
        </button>
      ) : null}
    </>
  );
}
