"use client";

import type { EnvironmentSource } from "@slipway/core";
import { ChevronRight } from "lucide-react";
import { useState } from "react";
import { errorSentence } from "../../client/api-error.ts";
import { VisibleText } from "../marks/visible-text.tsx";
import { Notice } from "../ui/notice.tsx";
import { NumberedText } from "./numbered-text.tsx";

/** That the repository's own file wins, what it says, and what is wrong with it. */
export function SourceNotice({ source, error }: { source: EnvironmentSource | null; error: Error | null }) {
  if (error !== null) {
    return (
      <Notice tone="warn" title="It is not known whether the repository has an environment of its own">
        {errorSentence(error)}
      </Notice>
    );
  }
  if (source === null) return null;
  const place = (
    <>
      <code className="font-mono text-xs">{source.path}</code> on {source.branch} at{" "}
      <code className="font-mono text-xs">{source.commit.slice(0, 10)}</code>
    </>
  );
  if (source.faults.length > 0) {
    return (
      <Notice tone="bad" title="The repository's environment file cannot be used: tasks fail until it is mended">
        <p>{place}</p>
        <ul className="mt-1 space-y-0.5">
          {source.faults.map(({ line, message }) => (
            <li key={`${line} ${message}`}>
              Line {line}: <VisibleText>{message}</VisibleText>
            </li>
          ))}
        </ul>
        <FileText source={source} />
      </Notice>
    );
  }
  return (
    <Notice tone="info" title="The repository's own file wins">
      <p>What {place} says is used and shown below; change it in the repository. The rest, and every secret, comes from this page.</p>
      <FileText source={source} />
    </Notice>
  );
}

function FileText({ source }: { source: EnvironmentSource }) {
  const [open, setOpen] = useState(false);
  const faulty = new Set(source.faults.map(({ line }) => line));
  if (source.text === "") return null;
  return (
    <>
      <button
        type="button"
        aria-expanded={open}
        onClick={() => setOpen(!open)}
        className="mt-1.5 flex items-center gap-1 text-accent text-xs"
      >
        <ChevronRight aria-hidden className={`size-3.5 transition-transform ${open ? "rotate-90" : ""}`} />
        {open ? "Hide the file" : "Show the file"}
      </button>
      {open ? <NumberedText text={source.text} label={source.path} marked={faulty} /> : null}
    </>
  );
}
