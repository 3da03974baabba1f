import type { Provider } from "@slipway/core";
import { type Database, prismaOf } from "../connection/connection.ts";
import { toProvider } from "./provider-row.ts";

/** Oldest first; removed ones are left out. */
export async function listProviders(db: Database): Promise<Provider[]> {
  const rows = await prismaOf(db).provider.findMany({ where: { deletedAt: null }, orderBy: [{ createdAt: "asc" }, { id: "asc" }] });
  return rows.map(toProvider);
}
