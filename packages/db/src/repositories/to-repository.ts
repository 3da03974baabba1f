import { type Repository, RepositoryKind } from "@slipway/core";
import { z } from "zod";
import { iso, isoOrNull } from "../connection/iso.ts";

const time = z.union([z.date(), z.string()]);
const Row = z.object({
  id: z.string(),
  name: z.string(),
  kind: RepositoryKind,
  location: z.string(),
  defaultBranch: z.string(),
  sample: z.boolean(),
  createdAt: time,
  lastUsedAt: time.nullable(),
});

/** From a row of the table, or from the row as JSON. */
export function toRepository(row: unknown): Repository {
  const parsed = Row.parse(row);
  return { ...parsed, createdAt: iso(parsed.createdAt), lastUsedAt: isoOrNull(parsed.lastUsedAt) };
}
