import { withoutHiddenText } from "../gate/hidden-characters.ts";

// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what this removes
const control = /[\u0000-\u0008\u000B-\u001F\u007F]/g;
// docs.github.com, "Skipping workflow runs"; GitLab and others read the first three.
const skipMarks = /\[\s{0,20}(skip[ -]?ci|ci[ -]?skip|no[ -]?ci|skip[ -]?actions|actions[ -]?skip|skip[ -]?checks)\s{0,20}\]/gi;
const trailers = /^[ \t]{0,20}(?:[A-Za-z]+(?:-[A-Za-z]+)+|cc|fixes|closes|resolves|bug)[ \t]{0,20}:[ \t].*$/gim;

/** Text without what cannot be seen, without switches for continuous integration, and without lines that read as trailers. */
export function withoutSwitches(text: string): string {
  const plain = withoutHiddenText(text.replaceAll(/\r\n?/g, "\n")).replaceAll(control, "");
  return withoutSkipMarks(plain)
    .replaceAll(trailers, "")
    .replaceAll(/\n{3,}/g, "\n\n")
    .trim();
}

/** Again until nothing changes, since taking one mark out may join another. */
function withoutSkipMarks(text: string): string {
  let result = text;
  for (let before = ""; before !== result; ) {
    before = result;
    result = before.replaceAll(skipMarks, "");
  }
  return result;
}

/** At most `limit` characters, cut between code points and marked. */
export function shorten(text: string, limit: number): string {
  if (text.length <= limit) return text;
  return `${text
    .slice(0, limit - 1)
    .replace(/[\uD800-\uDBFF]$/, "")
    .trimEnd()}…`;
}

/** One visible line. */
export function oneLine(text: string, limit: number): string {
  return shorten(withoutSwitches(text.replaceAll(/\s+/g, " ")).replaceAll(/\s+/g, " ").trim(), limit);
}
