import type { Provider } from "@slipway/core";
import { connectionOf, type Database } from "../connection/connection.ts";
import { missing } from "../connection/missing.ts";
import { openKey, toProvider } from "./provider-row.ts";

export type ProviderAccess = Pick<Provider, "id" | "name" | "baseUrl" | "api" | "models"> & {
  /** Null where the server wants none. */
  key: string | null;
  /** A removed one has no key any more, and nothing is asked of it. */
  removed: boolean;
};

/** A provider with its key: for the worker, and for nothing that answers a request. Throws SecretsError, NotFoundError. */
export async function readProviderAccess(db: Database, { providerId }: { providerId: string }): Promise<ProviderAccess> {
  const { prisma, keyring } = connectionOf(db);
  const row = await prisma.provider.findUnique({ where: { id: providerId } });
  if (row === null) throw missing("provider", providerId);
  const { id, name, baseUrl, api, models } = toProvider(row);
  const removed = row.deletedAt !== null;
  return { id, name: removed ? name.replace(`|${id}`, "") : name, baseUrl, api, models, key: openKey(keyring, row), removed };
}
