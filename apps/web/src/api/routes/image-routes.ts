import { createRoute, OpenAPIHono, z } from "@hono/zod-openapi";
import { ImageMediaType } from "@slipway/core";
import { readImage, storeImage } from "@slipway/db";
import type { ApiContext, ApiEnv } from "../api-context.ts";
import { IdParams, json, problems } from "../route-parts.ts";
import { Image } from "../schemas.ts";

const tags = ["Tasks"];
const binary = { schema: z.string().meta({ format: "binary" }) };
const content = Object.fromEntries(ImageMediaType.options.map((type) => [type, binary]));

const upload = createRoute({
  method: "post",
  path: "/images",
  tags,
  summary: "Upload a picture, as the body itself; name its id in the next task or message, within a day",
  description: "What the picture is and how large is read from its bytes: PNG, JPEG, WebP or GIF of at most 10 MB and 50 million pixels.",
  request: { body: { content, required: true } },
  responses: { 201: json(Image, "The stored picture"), ...problems },
});

const read = createRoute({
  method: "get",
  path: "/images/{id}",
  tags,
  summary: "A picture of a task, or one's own upload",
  request: { params: IdParams },
  responses: { 200: { description: "The picture's bytes", content }, ...problems },
});

export function imageRoutes({ db }: ApiContext) {
  return new OpenAPIHono<ApiEnv>()
    .openapi(upload, async (c) => {
      const bytes = new Uint8Array(await c.req.arrayBuffer());
      return c.json(await storeImage(db, { content: bytes, owner: { userId: c.get("caller").userId } }), 201);
    })
    .openapi(read, async (c) => {
      const { id } = c.req.valid("param");
      const { mediaType, content: bytes } = await readImage(db, { imageId: id, userId: c.get("caller").userId });
      return c.body(Uint8Array.from(bytes), 200, {
        "content-type": mediaType,
        "content-disposition": `inline; filename="slipway-${id}.${mediaType.slice("image/".length)}"`,
        // Its bytes never change; whose it is may be asked again tomorrow.
        "cache-control": "private, max-age=86400, immutable",
      });
    });
}
