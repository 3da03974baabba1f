import type { AttemptEventBody } from "@slipway/core";
import { Prisma } from "../generated/client.ts";
import { type Redact, storableJson } from "./storable.ts";

/**
 * Inserts `bodies` after the events that attempts already have. `source` is a CTE of the same statement whose UPDATE
 * raised `lastSeq` by the number of bodies; it gives `id` and `firstSeq`, the `lastSeq` before. The row lock of that
 * UPDATE makes the numbers gapless.
 */
export function insertEvents(source: string, bodies: readonly AttemptEventBody[], redact: Redact): Prisma.Sql {
  return Prisma.sql`
    INSERT INTO "Event" ("attemptId", seq, type, body)
    SELECT source.id, source."firstSeq" + item.position, item.body->>'type', item.body
    FROM ${Prisma.raw(source)} source,
      jsonb_array_elements(${storableJson(bodies, redact)}::jsonb) WITH ORDINALITY AS item(body, position)`;
}

/** Moves the tasks of the attempts in the CTE `source` to the top of the list. */
export function touchTasks(source: string): Prisma.Sql {
  return Prisma.sql`
    UPDATE "Task" SET "updatedAt" = now()
    WHERE id IN (SELECT turn."taskId" FROM "Turn" turn JOIN ${Prisma.raw(source)} source ON source."turnId" = turn.id)`;
}

export function ringFor(topic: "attempt" | "cancel" | "terminal" | "provider_test" | "judgement", source: string): Prisma.Sql {
  return Prisma.sql`INSERT INTO "Outbox" (topic, "subjectId") SELECT ${topic}::"OutboxTopic", source.id FROM ${Prisma.raw(source)} source`;
}
