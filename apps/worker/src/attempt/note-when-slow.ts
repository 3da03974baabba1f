import type { Journal } from "./journal.ts";

/**
 * Passes `work` through. Where it takes longer than `afterMs`, the log says what is under way, so that nobody takes it for a hang,
 * and later how long it took.
 */
export async function noteWhenSlow<Result>(
  { journal, afterMs, text, done }: { journal: Pick<Journal, "note">; afterMs: number; text: string; done: string },
  work: Promise<Result>,
): Promise<Result> {
  const startedAt = performance.now();
  let noted: Promise<unknown> | null = null;
  // A note that cannot be written is no reason to end the work; whoever lost the attempt learns it from the next event.
  const note = (words: string) => journal.note("info", words).catch(() => undefined);
  const timer = setTimeout(() => {
    noted = note(text);
  }, afterMs);
  try {
    const result = await work;
    if (noted !== null) await note(`${done} It took ${Math.round((performance.now() - startedAt) / 1000)} s.`);
    return result;
  } finally {
    clearTimeout(timer);
  }
}
