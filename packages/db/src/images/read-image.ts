import { ImageMediaType } from "@slipway/core";
import { type Database, prismaOf } from "../connection/connection.ts";
import { missing } from "../connection/missing.ts";

export type StoredImage = { mediaType: ImageMediaType; content: Uint8Array };

/**
 * A picture's bytes. One that was not sent yet is its uploader's alone; with `userId` null (a worker asks) only sent ones are found.
 * Throws NotFoundError.
 */
export async function readImage(db: Database, { imageId, userId }: { imageId: string; userId: string | null }): Promise<StoredImage> {
  const sent = [{ turnId: { not: null } }, { messageId: { not: null } }, { attemptId: { not: null } }];
  const row = await prismaOf(db).image.findFirst({
    where: { id: imageId, OR: [...sent, ...(userId === null ? [] : [{ userId }])] },
    select: { mediaType: true, content: true },
  });
  if (row === null) throw missing("picture", imageId);
  return { mediaType: ImageMediaType.parse(row.mediaType), content: row.content };
}
