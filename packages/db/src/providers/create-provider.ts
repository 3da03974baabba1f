import type { CreateProviderInput, Provider } from "@slipway/core";
import { connectionOf, type Database } from "../connection/connection.ts";
import { newId } from "../connection/new-id.ts";
import { namedOnce } from "./named-once.ts";
import { sealedKey, toProvider } from "./provider-row.ts";

/** Throws InvalidInputError for a name that is taken, and for a key where there is nothing to seal it with. */
export async function createProvider(db: Database, { input }: { input: CreateProviderInput }): Promise<Provider> {
  const { prisma, keyring } = connectionOf(db);
  const { key, ...rest } = input;
  const id = newId();
  const data = { id, ...rest, ...sealedKey(keyring, { id, baseUrl: rest.baseUrl, key }) };
  return toProvider(await namedOnce(input.name, () => prisma.provider.create({ data })));
}
