import { type Attempt, deriveTaskStatus, type Task, type Turn } from "@slipway/core";

/**
 * The attempt that speaks for a turn: the one that the person picked, else of those whose state is the turn's status the latest retry, or
 * the first of them where they were sent together.
 */
export function leadingAttempt(turn: Turn): Attempt | null {
  const picked = turn.attempts.find((attempt) => attempt.id === turn.pickedAttemptId);
  if (picked !== undefined) return picked;
  const status = deriveTaskStatus(turn.attempts.map((attempt) => attempt.state));
  const equals = turn.attempts.filter((attempt) => attempt.state === status);
  return equals.findLast((attempt) => isRetry(attempt, turn)) ?? equals[0] ?? turn.attempts[0] ?? null;
}

/** A retry is made once everything before it has ended. */
function isRetry(attempt: Attempt, { attempts }: Turn): boolean {
  const earlier = attempts.slice(0, attempts.indexOf(attempt));
  return earlier.length > 0 && earlier.every(({ finishedAt }) => finishedAt !== null && finishedAt <= attempt.createdAt);
}

/** The attempt that a turn shows in the thread: the shown one where it is of this turn, else the leading one. */
export function attemptInTurn(turn: Turn, shown: Pick<Attempt, "id">): Attempt | null {
  return turn.attempts.find((each) => each.id === shown.id) ?? leadingAttempt(turn);
}

/** The attempt that the evidence is about: the asked one, else the leading one of the latest turn. */
export function shownAttempt(task: Task, asked: string | null): Attempt | null {
  const all = task.turnList.flatMap((turn) => turn.attempts);
  const latest = task.turnList.at(-1);
  return all.find((attempt) => attempt.id === asked) ?? (latest === undefined ? null : leadingAttempt(latest));
}
