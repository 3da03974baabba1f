import type { Message } from "@slipway/core";
import { type Database, prismaOf } from "../connection/connection.ts";
import { iso } from "../connection/iso.ts";
import { fencedOff } from "../connection/missing.ts";
import { liveStates } from "../connection/state-sql.ts";
import { imagesWhere, StoredImages } from "../images/images-where.ts";
import { heardText, isUnheard } from "./hearing-sql.ts";

type Held = { attemptId: string; epoch: number };
type HeardMessage = Omit<Message, "question"> & { answers: boolean };
type Row = Pick<Message, "id" | "text" | "attemptId"> & { images: unknown; createdAt: Date; deliveredAt: Date };

/**
 * The messages that this attempt has to hear and has not heard, oldest first; receipts and events are written with them. `answers`: its own
 * question, which it waited for when the person sent them. They are locked, so that
 * one which is being edited or taken back is heard as it is after that.
 */
export async function takeMessages(db: Database, held: Held): Promise<HeardMessage[]> {
  if (!(await hasUnheard(db, held))) return [];
  const rows = await prismaOf(db).$queryRaw<Row[]>`
    WITH locked AS (
      SELECT message.id, ${heardText} AS text, message."attemptId", message."createdAt"
      FROM "Message" message JOIN "Attempt" attempt ON ${isUnheard}
      WHERE attempt.id = ${held.attemptId}::uuid
      FOR UPDATE OF message
    ), due AS (
      SELECT *, ${imagesWhere('"Image"."messageId" = locked.id')} AS images, row_number() OVER (ORDER BY "createdAt", id)::int AS position
      FROM locked
    ), fenced AS (
      UPDATE "Attempt" SET "lastSeq" = "lastSeq" + (SELECT count(*)::int FROM due)
      WHERE id = ${held.attemptId}::uuid AND epoch = ${held.epoch}::int AND state IN ${liveStates}
      RETURNING id, "lastSeq" - (SELECT count(*)::int FROM due) AS "firstSeq"
    ), received AS (
      INSERT INTO "MessageDelivery" ("messageId", "attemptId") SELECT due.id, fenced.id FROM due, fenced RETURNING "messageId", "deliveredAt"
    ), announced AS (
      INSERT INTO "Event" ("attemptId", seq, type, body)
      SELECT fenced.id, fenced."firstSeq" + due.position, 'message.added',
        jsonb_build_object('type', 'message.added', 'role', 'person', 'text', due.text, 'messageId', due.id,
            'answers', coalesce(due."attemptId" = fenced.id, false))
          || CASE WHEN due.images IS NULL THEN '{}' ELSE jsonb_build_object('images',
            (SELECT jsonb_agg(jsonb_build_object('id', image->'id', 'mediaType', image->'mediaType')) FROM jsonb_array_elements(due.images) image)) END
      FROM due, fenced
    )
    SELECT due.id, due.text, due."attemptId", due.images, due."createdAt", received."deliveredAt"
    FROM due JOIN received ON received."messageId" = due.id ORDER BY due.position`;
  return rows.map((row) => ({
    ...row,
    answers: row.attemptId === held.attemptId,
    images: StoredImages.parse(row.images),
    createdAt: iso(row.createdAt),
    deliveredAt: iso(row.deliveredAt),
  }));
}

/** Asked before every model request, so the usual "nothing new" costs a read and no write. */
async function hasUnheard(db: Database, { attemptId, epoch }: Held): Promise<boolean> {
  const [row] = await prismaOf(db).$queryRaw<{ unheard: boolean }[]>`
    SELECT EXISTS (SELECT FROM "Message" message WHERE ${isUnheard}) AS unheard
    FROM "Attempt" attempt
    WHERE attempt.id = ${attemptId}::uuid AND attempt.epoch = ${epoch}::int AND attempt.state IN ${liveStates}`;
  if (row === undefined) throw fencedOff({ attemptId, epoch });
  return row.unheard;
}
