import { BOUNDS, ImageMediaType } from "@slipway/core";
import type { MiddlewareHandler } from "hono";
import { bodyLimit } from "hono/body-limit";
import type { ApiEnv } from "./api-context.ts";
import { problemResponse } from "./problem-response.ts";

const UPLOAD = "/api/v1/images";
const MAX_JSON_BYTES = 2 * 2 ** 20;
const uploaded: ReadonlySet<string> = new Set([...ImageMediaType.options, "application/octet-stream"]);

const jsonLimit = bodyLimit({ maxSize: MAX_JSON_BYTES, onError: () => problemResponse(413, "The body is larger than 2 MB.") });
const uploadLimit = bodyLimit({ maxSize: BOUNDS.imageBytes, onError: () => problemResponse(413, "The picture is larger than 10 MB.") });

/** JSON everywhere, but for pictures, which are uploaded as they are. A form that another site submits never gets as far as a route. */
export const acceptBody: MiddlewareHandler<ApiEnv> = async (c, next) => {
  const type = c.req.header("content-type")?.split(";")[0]?.trim().toLowerCase();
  const isUpload = c.req.path === UPLOAD;
  if (type !== undefined && c.req.method !== "GET") {
    if (isUpload && !uploaded.has(type)) return problemResponse(415, "Send the picture itself as the body, with its own content-type.");
    if (!isUpload && type !== "application/json")
      return problemResponse(415, "Send the body as JSON, with content-type: application/json.");
  }
  return (isUpload ? uploadLimit : jsonLimit)(c, next);
};
