import { AppError, BOUNDS, type ReviewComment } from "@slipway/core";
import { getTask } from "@slipway/db";
import { leadingAttempt } from "../components/task/leading-attempt.ts";
import type { ApiContext } from "./api-context.ts";
import { readAttemptFile } from "./repository/read-attempt-file.ts";

/**
 * The comments with the lines that they are about, as the newest change has them. A line that cannot be read here, of a file that is gone
 * or too large, stays unquoted: the comment counts without it.
 */
export async function quoteComments(
  context: ApiContext,
  { taskId, comments }: { taskId: string; comments: readonly ReviewComment[] },
): Promise<ReviewComment[]> {
  if (comments.every(({ quote }) => quote !== undefined)) return [...comments];
  const { turnList } = await getTask(context.db, { taskId });
  const attempt = turnList.map(leadingAttempt).findLast((leading) => leading?.change != null);
  if (attempt == null) return [...comments];
  const files = new Map<string, Promise<string[]>>();
  const linesOf = ({ side, path }: ReviewComment) => {
    const key = `${side} ${path}`;
    const lines = files.get(key) ?? readLines(context, { attemptId: attempt.id, side, path });
    files.set(key, lines);
    return lines;
  };
  return await Promise.all(
    comments.map(async (comment) => {
      const quote = comment.quote ?? (await linesOf(comment))[comment.line - 1];
      return quote === undefined ? comment : { ...comment, quote: quote.slice(0, BOUNDS.quoteCharacters) };
    }),
  );
}

async function readLines(context: ApiContext, wanted: Parameters<typeof readAttemptFile>[1]): Promise<string[]> {
  try {
    return new TextDecoder().decode(await readAttemptFile(context, wanted)).split(/\r?\n/);
  } catch (error) {
    if (error instanceof AppError) return [];
    throw error;
  }
}
