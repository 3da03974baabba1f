export type AddedLine = { path: string; line: number; text: string };

/** The added lines of `git diff -p -U0`. Counts each hunk's lines, so that content which looks like a header is read as content. */
export function* readAddedLines(diff: string): Generator<AddedLine> {
  let path = "";
  let line = 0;
  let removedLeft = 0;
  let addedLeft = 0;
  for (const text of splitLines(diff)) {
    if (removedLeft > 0 && text.startsWith("-")) {
      removedLeft -= 1;
    } else if (addedLeft > 0 && text.startsWith("+")) {
      addedLeft -= 1;
      yield { path, line, text: text.slice(1) };
      line += 1;
    } else if (text.startsWith("+++ ")) {
      path = readName(text.slice(4));
    } else if (text.startsWith("@@ ")) {
      const [, removed = "1", start = "0", added = "1"] = /^@@ -\d+(?:,(\d+))? \+(\d+)(?:,(\d+))? @@/.exec(text) ?? [];
      removedLeft = Number(removed);
      addedLeft = Number(added);
      line = Number(start);
    }
  }
}

function* splitLines(text: string): Generator<string> {
  for (let start = 0; start < text.length; ) {
    const end = text.indexOf("\n", start);
    yield text.slice(start, end === -1 ? text.length : end);
    start = end === -1 ? text.length : end + 1;
  }
}

const escapes: Record<string, number> = { a: 7, b: 8, t: 9, n: 10, v: 11, f: 12, r: 13, '"': 34, "\\": 92 };

/** Undoes git's quoting of names (core.quotePath) and takes off the `b/`. */
function readName(text: string): string {
  const end = text.lastIndexOf('"');
  if (!text.startsWith('"') || end < 1) return text.replace(/\t$/, "").replace(/^b\//, "");
  const bytes: Buffer[] = [];
  for (const [, octal, letter, plain] of text.slice(1, end).matchAll(/\\([0-7]{3})|\\(.)|([^\\]+)/g)) {
    if (octal !== undefined) bytes.push(Buffer.from([Number.parseInt(octal, 8)]));
    else if (letter !== undefined) bytes.push(Buffer.from([escapes[letter] ?? letter.charCodeAt(0)]));
    else bytes.push(Buffer.from(plain ?? ""));
  }
  return Buffer.concat(bytes).toString("utf8").replace(/^b\//, "");
}
