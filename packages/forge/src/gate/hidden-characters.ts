// Trojan Source (CVE-2021-42574): direction overrides, zero-width and tag characters.
const hidden = /[\u202A-\u202E\u2066-\u2069\u200B-\u200F\u2060\uFEFF\u{E0000}-\u{E007F}]/u;
const allHidden = new RegExp(hidden.source, "gu");
// Between pictographs and in scripts that need it, the zero-width joiner is ordinary text.
const joined = /(?<=\p{Extended_Pictographic}|\p{Emoji_Modifier}|\uFE0F|\p{Script=Arabic}|\p{Script=Devanagari})[\u200C\u200D]/gu;

/** The first character that makes a text read otherwise than it is stored, as `U+XXXX`, or null. */
export function findHiddenCharacter(text: string): string | null {
  const match = hidden.exec(text.replaceAll(joined, ""));
  if (match === null) return null;
  return `U+${(match[0].codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, "0")}`;
}

export function withoutHiddenText(text: string): string {
  return text.replaceAll(allHidden, "");
}
