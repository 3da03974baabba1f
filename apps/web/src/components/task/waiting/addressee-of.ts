import type { Attempt, Task } from "@slipway/core";
import { attemptInTurn } from "../leading-attempt.ts";

type Asking = Pick<Attempt, "id" | "index">;

/** Whom the next message reaches: the attempt whose question is in sight, one whose question is not, or no question at all. */
export type Addressee = { kind: "asking"; attempt: Asking } | { kind: "asking_out_of_sight"; attempt: Asking } | { kind: "all" };

/** With a question open, the server takes a message as its answer: nobody may answer one that another attempt's tab hides. */
export function addresseeOf(task: Pick<Task, "turnList">, shown: Pick<Attempt, "id">): Addressee {
  const latest = task.turnList.at(-1);
  const asking = latest?.attempts.filter(({ waiting }) => waiting?.kind === "question") ?? [];
  const inSight = latest === undefined ? null : attemptInTurn(latest, shown);
  const answered = asking.find(({ id }) => id === inSight?.id);
  if (answered !== undefined) return { kind: "asking", attempt: answered };
  return asking[0] === undefined ? { kind: "all" } : { kind: "asking_out_of_sight", attempt: asking[0] };
}
