import { InvalidInputError } from "@slipway/core";
import { z } from "zod";

const Cursor = z.tuple([z.iso.datetime(), z.uuid()]);

/** Where a page of the task list ended; opaque to clients. */
export type ListCursor = { updatedAt: string; id: string };

export function encodeCursor({ updatedAt, id }: ListCursor): string {
  return Buffer.from(JSON.stringify([updatedAt, id])).toString("base64url");
}

/** Throws InvalidInputError on anything that `encodeCursor` did not make. */
export function decodeCursor(cursor: string): ListCursor {
  const parsed = Cursor.safeParse(parseJson(Buffer.from(cursor, "base64url").toString("utf8")));
  if (parsed.success) return { updatedAt: parsed.data[0], id: parsed.data[1] };
  const message = "This cursor is not one that the list gave out. Start again without it.";
  throw new InvalidInputError(message, [{ path: "cursor", message }]);
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
