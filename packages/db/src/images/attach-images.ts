import { InvalidInputError } from "@slipway/core";
import { Prisma } from "../generated/client.ts";

type Attachment = { userId: string; imageIds: readonly string[]; to: { turnId: string } | { messageId: string } };

/** Gives pictures that the person uploaded to what is sent, in this order. Throws InvalidInputError unless all are theirs and unsent. */
export async function attachImages(tx: Prisma.TransactionClient, { userId, imageIds, to }: Attachment): Promise<void> {
  if (imageIds.length === 0) return;
  const place = "turnId" in to ? Prisma.sql`"turnId" = ${to.turnId}::uuid` : Prisma.sql`"messageId" = ${to.messageId}::uuid`;
  const attached = await tx.$executeRaw`
    UPDATE "Image" SET ${place}, position = given.position - 1
    FROM unnest(${imageIds}::uuid[]) WITH ORDINALITY AS given(id, position)
    WHERE "Image".id = given.id AND ${unsentBy(userId)}`;
  if (attached !== imageIds.length) throw wrongImages();
}

/** A condition on "Image": uploaded by this person and not sent. */
export function unsentBy(userId: string): Prisma.Sql {
  return Prisma.sql`"Image"."userId" = ${userId}::uuid AND "Image"."turnId" IS NULL AND "Image"."messageId" IS NULL`;
}

export function wrongImages(): InvalidInputError {
  const message = "A picture is not there any more, or was sent already. Take it out and add it again.";
  return new InvalidInputError(message, [{ path: "images", message }]);
}
