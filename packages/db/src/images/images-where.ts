import { Image } from "@slipway/core";
import { z } from "zod";
import { Prisma } from "../generated/client.ts";

/** A JSON list of the pictures that stand at `place`, a condition on "Image", in their order; null where there are none. Without bytes. */
export function imagesWhere(place: string): Prisma.Sql {
  return Prisma.raw(`(SELECT jsonb_agg(jsonb_build_object('id', "Image".id, 'mediaType', "Image"."mediaType",
    'bytes', octet_length("Image".content), 'width', "Image".width, 'height', "Image".height) ORDER BY "Image".position, "Image".id)
    FROM "Image" WHERE ${place})`);
}

/** What `imagesWhere` gives, as a list. */
export const StoredImages = z
  .array(Image)
  .nullable()
  .transform((images) => images ?? []);
