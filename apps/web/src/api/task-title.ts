const maxCharacters = 80;

/** A prompt's first line without Markdown's marks, cut at a word. */
export function taskTitle(prompt: string): string {
  const line = (prompt.trim().split("\n", 1)[0] ?? "")
    .trim()
    .replace(/^#+\s+/, "")
    .replaceAll(/`|\*\*/g, "");
  const characters = [...line];
  if (characters.length <= maxCharacters) return line;
  const cut = characters.slice(0, maxCharacters).join("");
  const lastSpace = cut.lastIndexOf(" ");
  return `${(lastSpace > maxCharacters / 2 ? cut.slice(0, lastSpace) : cut).replace(/[\s,;:.–-]+$/, "")}…`;
}
