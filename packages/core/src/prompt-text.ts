import { z } from "zod";
import { BOUNDS } from "./limits.ts";

// Trojan Source (CVE-2021-42574): characters that make a text read otherwise than it is stored.
const hidden = /[\u202A-\u202E\u2066-\u2069\u200B\u2060\uFEFF\u{E0000}-\u{E007F}]/u;
// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what this refuses
const control = /[\u0000-\u0008\u000B\u000C\u000E-\u001F\u007F]/;

function refusal(text: string): string | null {
  const match = control.exec(text) ?? hidden.exec(text);
  if (match === null) return null;
  const code = (match[0].codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, "0");
  const line = text.slice(0, match.index).split("\n").length;
  const kind = control.test(match[0]) ? "a control character" : "an invisible character that can hide text";
  return `The text contains ${kind} (U+${code}, line ${line}). Remove it and send again.`;
}

/** Removes exactly what `PromptText` refuses; the composer offers it as one click. */
export function withoutHiddenCharacters(text: string): string {
  return text.replaceAll(new RegExp(control.source, "g"), "").replaceAll(new RegExp(hidden.source, "gu"), "");
}

function boundedText(maxCharacters: number) {
  return z
    .string()
    .trim()
    .min(1, { error: "Write what the agent should do." })
    .max(maxCharacters, {
      error: `The text is longer than ${maxCharacters.toLocaleString("en")} characters. Put long material into a file of the repository and name it here.`,
    })
    .superRefine((text, context) => {
      const message = refusal(text);
      if (message !== null) context.addIssue({ code: "custom", message });
    });
}

/** What a person writes to an agent: visible, bounded, not empty. */
export const PromptText = boundedText(BOUNDS.promptCharacters);
/** A review comment, under the same rules and a smaller bound. */
export const CommentText = boundedText(BOUNDS.commentCharacters);
