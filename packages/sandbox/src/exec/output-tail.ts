const TAIL_CHARACTERS = 65_536;

export type OutputTail = { take(text: string): void; tail(): string; droppedBytes(): number };

/** Hands output on up to a bound, and keeps its end beyond it. `droppedBytes` counts what was not handed on. */
export function createOutputTail({
  limitBytes,
  onOutput,
}: {
  limitBytes: number;
  onOutput?: ((text: string) => void) | undefined;
}): OutputTail {
  let room = limitBytes;
  let droppedBytes = 0;
  let tail = "";
  return {
    take(text) {
      tail = (tail + text).slice(-TAIL_CHARACTERS);
      const bytes = Buffer.byteLength(text);
      room -= bytes;
      if (room >= 0) onOutput?.(text);
      else droppedBytes += bytes;
    },
    tail: () => tail,
    droppedBytes: () => droppedBytes,
  };
}
