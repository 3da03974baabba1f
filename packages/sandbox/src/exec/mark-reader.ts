/** What the wrapper inside the sandbox reports of itself, between the bytes of the command. */
export type ExecMark =
  | { kind: "begun"; processGroup: number }
  /** `oomKills` counts since the sandbox began; 0 where the cgroup is not readable. */
  | { kind: "ended"; exitCode: number; oomKills: number };

const LONGEST_MARK = 64;

/**
 * Finds marks of the form NUL nonce colon body NUL in a byte stream, whatever the borders of its chunks, and gives back the rest
 * unchanged. The nonce is new for each exec, so no output of an earlier command contains it.
 */
export function createMarkReader(nonce: string) {
  const opening = Buffer.from(`\0${nonce}:`);
  let carried: Buffer = Buffer.alloc(0);

  function* read(chunk: Buffer): Generator<Buffer | ExecMark> {
    let rest = carried.length === 0 ? chunk : Buffer.concat([carried, chunk]);
    while (rest.length > 0) {
      const { item, used } = nextItem(opening, rest);
      if (item === null) break;
      if (!Buffer.isBuffer(item) || item.length > 0) yield item;
      rest = rest.subarray(used);
    }
    carried = rest;
  }

  return { read, rest: () => carried };
}

/** A piece of output, or the mark at the beginning; null while `rest` may be the beginning of a mark. */
function nextItem(opening: Buffer, rest: Buffer): { item: Buffer | ExecMark | null; used: number } {
  const start = rest.indexOf(opening);
  if (start !== 0) {
    const used = start > 0 ? start : rest.length - unfinishedOpening(opening, rest);
    return { item: used === 0 ? null : rest.subarray(0, used), used };
  }
  const end = rest.indexOf(0, opening.length);
  if (end < 0 && rest.length < LONGEST_MARK) return { item: null, used: 0 };
  const mark = parseMark(rest.subarray(opening.length, Math.max(end, opening.length)).toString("latin1"));
  return mark === null ? { item: rest.subarray(0, opening.length), used: opening.length } : { item: mark, used: end + 1 };
}

/** How many of the last bytes may be the beginning of an opening. */
function unfinishedOpening(opening: Buffer, rest: Buffer): number {
  for (let length = Math.min(rest.length, opening.length - 1); length > 0; length -= 1) {
    if (rest.subarray(rest.length - length).equals(opening.subarray(0, length))) return length;
  }
  return 0;
}

function parseMark(body: string): ExecMark | null {
  const begun = /^b(\d+)$/.exec(body);
  if (begun) return { kind: "begun", processGroup: Number(begun[1]) };
  const ended = /^e(\d+):(\d+)$/.exec(body);
  if (ended) return { kind: "ended", exitCode: Number(ended[1]), oomKills: Number(ended[2]) };
  return null;
}
