import { leadingFirst } from "../connection/state-sql.ts";
import { Prisma } from "../generated/client.ts";
import { imagesWhere } from "../images/images-where.ts";

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

/**
 * A JSON list of what was heard in a turn that is over, in its order: what was said to all attempts, and the answers that its leading one
 * heard. `alias` is a row of "Turn".
 */
export function heardIn(alias: string): Prisma.Sql {
  const turnId = Prisma.raw(`${alias}.id`);
  return Prisma.sql`(SELECT jsonb_agg(jsonb_build_object('text', message.text, 'question', message.question,
      'images', ${imagesWhere('"Image"."messageId" = message.id')}) ORDER BY message."createdAt", message.id)
    FROM "Message" message WHERE message."turnId" = ${turnId} AND EXISTS (SELECT FROM "MessageDelivery" receipt
      WHERE receipt."messageId" = message.id AND (message."attemptId" IS NULL OR receipt."attemptId" =
        (SELECT lead.id FROM "Attempt" lead WHERE lead."turnId" = ${turnId} ORDER BY ${leadingFirst("lead")} LIMIT 1))))`;
}
