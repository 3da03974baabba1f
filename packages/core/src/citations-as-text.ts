import { type Citation, parseCitations } from "./citation.ts";

/**
 * A summary for readers outside Slipway, such as those of a commit message: cited files become `path:lines`, citations of
 * commands and checks go, since their logs are here alone.
 */
export function citationsAsText(text: string): string {
  return parseCitations(text).reduce((plain, citation) => {
    const words = wordsFor(citation);
    if (words === "") plain = plain.replaceAll(` ${citation.marker}`, "");
    return plain.replaceAll(citation.marker, () => words);
  }, text);
}

function wordsFor({ target, firstLine, lastLine }: Citation): string {
  if (target.kind !== "file") return "";
  const lines = firstLine === lastLine ? firstLine : `${firstLine}-${lastLine}`;
  return `\`${target.path.replaceAll("`", "'")}:${lines}\``;
}
