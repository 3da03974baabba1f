import type { Provider } from "@slipway/core";
import { type Database, prismaOf } from "../connection/connection.ts";
import { missing } from "../connection/missing.ts";
import { toProvider } from "./provider-row.ts";

/** Throws NotFoundError, for a removed one too. */
export async function getProvider(db: Database, { providerId }: { providerId: string }): Promise<Provider> {
  const row = await prismaOf(db).provider.findUnique({ where: { id: providerId, deletedAt: null } });
  if (row === null) throw missing("provider", providerId);
  return toProvider(row);
}
