import type { AttemptEventBody, LimitsInput } from "@slipway/core";
import { insertEvents, ringFor, touchTasks } from "../connection/event-sql.ts";
import { acceptingStates, targetLiteral } from "../connection/state-sql.ts";
import type { Prisma } from "../generated/client.ts";

type Resumption = {
  /** A condition on "Attempt". */
  attempts: Prisma.Sql;
  reason: string;
  /** `answered`: for an answer. `overtaken`: what it waits for was never put to anybody. */
  cause?: "answered" | "overtaken";
  /** Join what was given before. */
  limits?: LimitsInput;
};

/** Waiting attempts back to the queue, with their event and their doorbell; returns those that were moved. */
export async function resumeWaiting(
  tx: Pick<Prisma.TransactionClient, "$queryRaw">,
  { attempts, reason, cause, limits = {} }: Resumption,
): Promise<string[]> {
  const resumed: AttemptEventBody =
    cause === "overtaken"
      ? { type: "attempt.requeued", reason }
      : { type: "attempt.resumed", reason, ...(cause === "answered" ? { answered: true } : {}) };
  const events: AttemptEventBody[] = [resumed, { type: "phase.entered", phase: "queued" }];
  const moved = await tx.$queryRaw<{ id: string }[]>`
    WITH moved AS (
      UPDATE "Attempt" SET state = ${targetLiteral("resume")}, waiting = NULL, "wakeAt" = NULL,
        limits = limits || ${JSON.stringify(limits)}::jsonb, "lastSeq" = "lastSeq" + ${events.length}::int
      WHERE state IN ${acceptingStates("resume")} AND ${attempts}
      RETURNING id, "turnId", "lastSeq" - ${events.length}::int AS "firstSeq"
    ), announced AS (${insertEvents("moved", events, (text) => text)}
    ), rung AS (${ringFor("attempt", "moved")}
    ), touched AS (${touchTasks("moved")})
    SELECT id FROM moved`;
  return moved.map(({ id }) => id);
}
