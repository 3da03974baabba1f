import { type Attempt, deriveTaskStatus, type Task, type Turn } from "@slipway/core";

/** The attempt that speaks for a turn: the one that the person picked, else the first whose state is the turn's status. */
function leadingAttempt(turn: Turn): Attempt | null {
  const picked = turn.attempts.find((attempt) => attempt.id === turn.pickedAttemptId);
  if (picked !== undefined) return picked;
  const status = deriveTaskStatus(turn.attempts.map((attempt) => attempt.state));
  return turn.attempts.find((attempt) => attempt.state === status) ?? turn.attempts[0] ?? null;
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
