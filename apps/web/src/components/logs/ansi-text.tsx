import Anser, { type AnserJsonEntry } from "anser";
import { VisibleText } from "../marks/visible-text.tsx";

// Operating system commands, every control sequence but colours, and the other control characters.
const residue =
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what this takes out
  /\u001b\][^\u0007\u001b]*(?:\u0007|\u001b\\)|\u001b\[[0-9;?]*[A-Za-ln-z]|\u001b(?!\[)[ -~]?|[\u0000-\u0008\u000b-\u001a\u001c-\u001f\u007f-\u009f]/g;

const tones: Record<string, string> = {
  "ansi-red": "text-bad",
  "ansi-bright-red": "text-bad",
  "ansi-green": "text-good",
  "ansi-bright-green": "text-good",
  "ansi-yellow": "text-warn",
  "ansi-bright-yellow": "text-warn",
  "ansi-blue": "text-accent",
  "ansi-bright-blue": "text-accent",
  "ansi-cyan": "text-accent",
  "ansi-bright-cyan": "text-accent",
  "ansi-magenta": "text-accent",
  "ansi-bright-magenta": "text-accent",
  "ansi-bright-black": "text-faint",
};

/** Terminal text as spans; what is no colour is taken out, and nothing of it is ever read as markup. */
export function AnsiText({ text }: { text: string }) {
  const clean = text.replaceAll(residue, "");
  if (!clean.includes("\u001b[")) return <VisibleText>{clean}</VisibleText>;
  return Anser.ansiToJson(clean, { use_classes: true, remove_empty: true }).map((piece, index) => (
    // biome-ignore lint/suspicious/noArrayIndexKey: pieces of one line have no other name
    <span key={index} className={lookOf(piece)}>
      <VisibleText>{piece.content}</VisibleText>
    </span>
  ));
}

function lookOf(piece: AnserJsonEntry): string {
  const decoration = { bold: "font-semibold", dim: "text-faint", italic: "italic", underline: "underline", strikethrough: "line-through" };
  const marks = piece.decorations.map((each) => (each in decoration ? decoration[each as keyof typeof decoration] : ""));
  return [tones[piece.fg ?? ""] ?? "", ...marks].filter((part) => part !== "").join(" ");
}
