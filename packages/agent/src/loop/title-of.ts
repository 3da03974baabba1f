const maxLength = 72;

/** A title for a plain final message: its first line of words, without markdown and citations. */
export function titleOf(text: string): string {
  const lines = text.replaceAll(/【[^】]*】/g, "").split("\n");
  const words = lines
    .map((line) =>
      line
        .replace(/^[\s#>*-]+/, "")
        .replaceAll(/[*_`]/g, "")
        .trim(),
    )
    .find((line) => /\p{L}|\p{N}/u.test(line));
  if (words === undefined) return "Finished";
  const sentence = words.replace(/([.!?])\s.*$/, "$1").replace(/[.:]$/, "");
  return sentence.length <= maxLength ? sentence : `${sentence.slice(0, maxLength - 1).trimEnd()}…`;
}
