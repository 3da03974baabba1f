import type { Repository } from "@slipway/core";
import { type Database, prismaOf } from "../connection/connection.ts";
import { toRepository } from "./to-repository.ts";

/** Lately used first, then by name. */
export async function listRepositories(db: Database): Promise<Repository[]> {
  const rows = await prismaOf(db).repository.findMany({ orderBy: [{ lastUsedAt: { sort: "desc", nulls: "last" } }, { name: "asc" }] });
  return rows.map(toRepository);
}
