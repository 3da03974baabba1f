import { ConflictError, InvalidInputError, Limits, type LimitsInput, type ResumeAttemptInput, Waiting } from "@slipway/core";
import { type Database, prismaOf } from "../connection/connection.ts";
import { missing } from "../connection/missing.ts";
import { Prisma } from "../generated/client.ts";
import { lockAttemptTask } from "./finish-attempt.ts";
import { resumeWaiting } from "./resume-waiting.ts";

type LimitWait = Extract<Waiting, { kind: "limit" }>;

const LIMIT_FIELDS = { steps: "steps", tokens: "tokens", money: "costUsd", time: "wallClockSeconds" } as const;

/**
 * A person lets a waiting attempt go on. Where a limit is used up, its new total is the one given, or as much again as it was. Throws
 * NotFoundError, ConflictError unless it waits, InvalidInputError for a total that is used up already.
 */
export async function resumeAttempt(
  db: Database,
  { attemptId, input }: { attemptId: string; input: ResumeAttemptInput },
): Promise<{ taskId: string }> {
  return await prismaOf(db).$transaction(async (tx) => {
    const taskId = await lockAttemptTask(tx, attemptId);
    const row = await tx.attempt.findUnique({ where: { id: attemptId }, select: { waiting: true, state: true } });
    if (row === null) throw missing("attempt", attemptId);
    const waiting = Waiting.nullable().parse(row.waiting);
    const limits = waiting?.kind === "limit" ? raised(waiting, input.limits) : input.limits;
    const attempts = Prisma.sql`id = ${attemptId}::uuid`;
    const moved = await resumeWaiting(tx, { attempts, reason: reasonOf(waiting), limits });
    if (moved.length === 0) throw new ConflictError(`This attempt is ${row.state}. Only one that waits can be told to go on.`);
    return { taskId };
  });
}

function reasonOf(waiting: Waiting | null): string {
  switch (waiting?.kind) {
    case "limit":
      return "The person gave it more.";
    case "rate_limit":
      return "The person asked to try again now.";
    default:
      return "The person let it go on without an answer.";
  }
}

function raised({ limit, used, allowed }: LimitWait, given: ResumeAttemptInput["limits"]): LimitsInput {
  const field = LIMIT_FIELDS[limit];
  const total = given[field] ?? most(field, allowed * 2);
  if (total === null || total > used) return { ...given, [field]: total };
  const message = `${used} of ${allowed} are used already. Give more than that.`;
  throw new InvalidInputError(message, [{ path: `limits.${field}`, message }]);
}

/** As much as the platform allows at all. */
function most(field: (typeof LIMIT_FIELDS)[keyof typeof LIMIT_FIELDS], total: number): number {
  const bound = { steps: 1_000, tokens: 1_000_000_000, costUsd: 100_000, wallClockSeconds: 86_400 }[field];
  const whole = field === "costUsd" ? total : Math.ceil(total);
  return Limits.shape[field].safeParse(whole).success ? whole : bound;
}
