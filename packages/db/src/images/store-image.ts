import type { Image } from "@slipway/core";
import { type Database, prismaOf } from "../connection/connection.ts";
import { fencedOff } from "../connection/missing.ts";
import { newId } from "../connection/new-id.ts";
import { liveStates } from "../connection/state-sql.ts";
import { measureImage } from "./measure-image.ts";

/** A person's upload, which is removed after a day unless it is sent, or a picture of an attempt that is held with `epoch`. */
export type ImageOwner = { userId: string } | { attemptId: string; epoch: number };

/**
 * Stores a picture as what its bytes say it is. Throws InvalidInputError for what is no picture or too large, ConflictError once the
 * attempt is not held any more.
 */
export async function storeImage(db: Database, { content, owner }: { content: Uint8Array; owner: ImageOwner }): Promise<Image> {
  const image: Image = { id: newId(), ...measureImage(content) };
  const row = { ...image, content: Buffer.from(content.buffer, content.byteOffset, content.byteLength) };
  if ("userId" in owner) {
    const { bytes: _, ...data } = row;
    await prismaOf(db).image.create({ data: { ...data, content: Uint8Array.from(data.content), userId: owner.userId } });
    return image;
  }
  const stored = await prismaOf(db).$executeRaw`
    INSERT INTO "Image" (id, "attemptId", "mediaType", content, width, height)
    SELECT ${row.id}::uuid, id, ${row.mediaType}, ${row.content}, ${row.width}::int, ${row.height}::int
    FROM "Attempt" WHERE id = ${owner.attemptId}::uuid AND epoch = ${owner.epoch}::int AND state IN ${liveStates}`;
  if (stored === 0) throw fencedOff(owner);
  return image;
}
