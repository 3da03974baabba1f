import { z } from "zod";

/** A link from the summary to lines of a file at head, or of a stored command or check log. Lines count from 1. */
export const Citation = z.object({
  /** The exact marker in the summary's text, e.g. `【F:src/a.ts†L1-L3】`. */
  marker: z.string(),
  target: z.discriminatedUnion("kind", [
    z.object({ kind: z.literal("file"), path: z.string() }),
    z.object({ kind: z.literal("command"), callId: z.string() }),
    z.object({ kind: z.literal("check"), name: z.string() }),
  ]),
  firstLine: z.int(),
  lastLine: z.int(),
});
export type Citation = z.infer<typeof Citation>;

const marker = /【(?:F:)?([^【】†\n]{1,500})†L(\d{1,7})(?:-L?(\d{1,7}))?】/g;

/** Reads every marker of `text`, in order; what does not parse is no citation. `F:` marks a file, `check:` a check. */
export function parseCitations(text: string): Citation[] {
  return [...text.matchAll(marker)].map((match) => {
    const name = match[1] ?? "";
    const firstLine = Number(match[2]);
    return { marker: match[0], target: targetOf(match[0], name), firstLine, lastLine: Number(match[3] ?? firstLine) };
  });
}

function targetOf(wholeMarker: string, name: string): Citation["target"] {
  if (wholeMarker.startsWith("【F:")) return { kind: "file", path: name };
  if (name.startsWith("check:")) return { kind: "check", name: name.slice("check:".length) };
  return { kind: "command", callId: name };
}
