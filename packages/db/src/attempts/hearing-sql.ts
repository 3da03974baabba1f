import { Prisma } from "../generated/client.ts";

/**
 * Whether `message` is one that `attempt` has still to hear; both are aliases of their tables. What answers one attempt's question is
 * heard by that one, and by those that try again after it.
 */
export const isUnheard: Prisma.Sql = Prisma.sql`(message."turnId" = attempt."turnId"
  AND (message."attemptId" IS NULL OR message."attemptId" = attempt.id OR message."createdAt" < attempt."createdAt")
  AND NOT EXISTS (SELECT FROM "MessageDelivery" WHERE "messageId" = message.id AND "attemptId" = attempt.id))`;

/** The text of `message` as `attempt` reads it: an answer that was given to another one comes under its question. */
export const heardText: Prisma.Sql = Prisma.sql`CASE WHEN message."attemptId" <> attempt.id
  THEN '> ' || replace(message.question, E'\n', E'\n> ') || E'\n\n' || message.text ELSE message.text END`;
