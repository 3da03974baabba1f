/** What one reader waits for at most; beyond it the oldest goes. */
const WAITING_CHARACTERS = 2_000_000;

/**
 * Numbered pieces of output in order, each once. Pieces come doubled, in any order, or not at all; `missing` says that one is, and
 * `skip` goes on without it.
 */
export function orderPieces(after: number) {
  const waiting = new Map<number, string>();
  let last = after;
  let characters = 0;
  const first = () => Math.min(...waiting.keys());
  return {
    last: () => last,
    add(seq: number, text: string) {
      if (seq <= last || waiting.has(seq)) return;
      waiting.set(seq, text);
      characters += text.length;
      while (characters > WAITING_CHARACTERS && waiting.size > 1) {
        const oldest = first();
        characters -= waiting.get(oldest)?.length ?? 0;
        waiting.delete(oldest);
      }
    },
    take(): { seq: number; text: string } | null {
      const text = waiting.get(last + 1);
      if (text === undefined) return null;
      last += 1;
      waiting.delete(last);
      characters -= text.length;
      return { seq: last, text };
    },
    missing: () => waiting.size > 0 && first() > last + 1,
    skip() {
      if (waiting.size > 0) last = first() - 1;
    },
  };
}
