// The characters of Trojan Source (CVE-2021-42574) and their kin, which make a text read otherwise than it is stored.
const hidden = /[\u202A-\u202E\u2066-\u2069\u200B-\u200F\u2060\uFEFF\u{E0000}-\u{E007F}]/gu;

/** Source text with its invisible characters written out, such as `⟦U+202E⟧`, for a viewer that only takes text. */
export function showHidden(text: string): string {
  return text.replaceAll(hidden, (character) => `⟦U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, "0")}⟧`);
}
