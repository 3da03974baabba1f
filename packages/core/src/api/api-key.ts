import { z } from "zod";
import { Id, Timestamp } from "./list.ts";

/** `prefix` tells keys apart; the key itself is shown once. */
export const ApiKey = z.object({
  id: Id,
  name: z.string(),
  prefix: z.string(),
  createdAt: Timestamp,
  lastUsedAt: Timestamp.nullable(),
});
export type ApiKey = z.infer<typeof ApiKey>;

/** A key as it is made: the only time that it can be read. */
export const NewApiKey = z.object({ id: Id, name: z.string(), key: z.string() });
export type NewApiKey = z.infer<typeof NewApiKey>;
