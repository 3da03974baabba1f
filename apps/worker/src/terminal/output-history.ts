export type OutputPiece = { seq: number; text: string };

/** Characters that a page which comes late, or comes back, is shown again. */
const KEPT_CHARACTERS = 400_000;

export type OutputHistory = {
  add(text: string): OutputPiece;
  /** Everything after `seq` that is still there, in order. */
  after(seq: number): OutputPiece[];
};

/** The end of what a terminal showed, in numbered pieces. */
export function keepOutput(): OutputHistory {
  const pieces: OutputPiece[] = [];
  let kept = 0;
  let last = 0;
  return {
    add(text) {
      last += 1;
      const piece = { seq: last, text };
      pieces.push(piece);
      kept += text.length;
      while (kept > KEPT_CHARACTERS && pieces.length > 1) kept -= pieces.shift()?.text.length ?? 0;
      return piece;
    },
    after: (seq) => pieces.filter((piece) => piece.seq > seq),
  };
}
