import { z } from "zod";
import { BOUNDS } from "../limits.ts";

export const Id = z.uuid({ error: "This is not an id." });

/** ISO 8601 in UTC. */
export const Timestamp = z.iso.datetime();

export const PageQuery = z.object({
  cursor: z.string().max(500).optional(),
  limit: z.coerce.number().int().min(1).max(200).default(BOUNDS.pageSize),
});
export type PageQuery = z.infer<typeof PageQuery>;

/** `nextCursor` is null on the last page. */
export function pageOf<Item extends z.ZodType>(item: Item) {
  return z.object({ items: z.array(item), nextCursor: z.string().nullable() });
}
