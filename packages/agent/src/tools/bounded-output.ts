/** Head and tail of a text that may be long, in bytes of UTF-8, with the numbers of the lines they hold. */
export type BoundedOutput = { add(text: string): void; render(): RenderedOutput };

/** `lines` counts the whole text's lines, the dropped ones too. `lastLine` is the last one that is not empty. */
export type RenderedOutput = { text: string; lines: number; droppedBytes: number; lastLine: string };

/** Lines between two entries of the index that lets a model cite lines without printing them again. */
const indexStep = 20;
const indexWidth = 40;

/** Keeps at most `maxBytes`: the first half as it came, the last half as a window. */
export function boundedOutput(maxBytes: number): BoundedOutput {
  const half = Math.floor(maxBytes / 2);
  let head = "";
  let headBytes = 0;
  let headFull = false;
  let tail = "";
  let droppedBytes = 0;
  let newlines = 0;
  let last = "\n";

  const add = (text: string) => {
    if (text === "") return;
    newlines += countNewlines(text);
    last = text.at(-1) ?? last;
    let rest = text;
    if (!headFull) {
      const taken = headOf(text, half - headBytes);
      head += taken;
      headBytes += Buffer.byteLength(taken);
      headFull = taken.length < text.length;
      rest = text.slice(taken.length);
    }
    tail += rest;
    // Cut only now and then: a window moved for every chunk would copy itself all the time.
    if (tail.length > half * 2) trim();
  };
  const trim = () => {
    const kept = tailOf(tail, half);
    droppedBytes += Buffer.byteLength(tail) - Buffer.byteLength(kept);
    tail = kept;
  };
  const render = (): RenderedOutput => {
    trim();
    const lines = newlines + (last === "\n" ? 0 : 1);
    const lastLine = `${droppedBytes === 0 ? head : ""}${tail}`.trimEnd().split("\n").at(-1) ?? "";
    if (droppedBytes === 0) return { text: withIndex(head + tail, indexEntries(head + tail, 1)), lines, droppedBytes, lastLine };
    const firstTailLine = lines - countLines(tail) + 1;
    const text = `${head}\n[… ${droppedBytes} bytes dropped; what follows begins in line ${firstTailLine} …]\n${tail}`;
    return { text: withIndex(text, [...indexEntries(head, 1), ...indexEntries(tail, firstTailLine)]), lines, droppedBytes, lastLine };
  };
  return { add, render };
}

function withIndex(text: string, entries: readonly string[]): string {
  if (entries.length === 0) return text;
  return `${text}${text.endsWith("\n") ? "" : "\n"}[line numbers: ${entries.join(" · ")}]\n`;
}

/** Every twentieth line by its beginning: enough to count from, and nothing stands between the lines themselves. */
function indexEntries(text: string, first: number): string[] {
  return text.split("\n").flatMap((line, offset) => {
    const number = first + offset;
    return number % indexStep === 0 && line.trim() !== "" ? [`${number} ${JSON.stringify(line.trim().slice(0, indexWidth))}`] : [];
  });
}

function countNewlines(text: string): number {
  let count = 0;
  for (let at = text.indexOf("\n"); at !== -1; at = text.indexOf("\n", at + 1)) count += 1;
  return count;
}

function countLines(text: string): number {
  return countNewlines(text) + (text === "" || text.endsWith("\n") ? 0 : 1);
}

function headOf(text: string, maxBytes: number): string {
  const bytes = Buffer.from(text);
  if (bytes.length <= maxBytes) return text;
  let end = maxBytes;
  while (end > 0 && isContinuation(bytes[end])) end -= 1;
  return bytes.toString("utf8", 0, end);
}

function tailOf(text: string, maxBytes: number): string {
  const bytes = Buffer.from(text);
  if (bytes.length <= maxBytes) return text;
  let start = bytes.length - maxBytes;
  while (start < bytes.length && isContinuation(bytes[start])) start += 1;
  return bytes.toString("utf8", start);
}

/** A byte in the middle of a UTF-8 character. */
function isContinuation(byte: number | undefined): boolean {
  return byte !== undefined && (byte & 0xc0) === 0x80;
}
