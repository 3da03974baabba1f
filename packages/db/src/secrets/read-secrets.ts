import type { SecretSettings } from "@slipway/core";
import { connectionOf, type Database } from "../connection/connection.ts";
import { openRow } from "./secret-row.ts";

export type OpenedSecret = SecretSettings & { name: string };

/** The secrets of an environment with their values, by name: for the worker, and for nothing that answers a request. Throws SecretsError. */
export async function readSecrets(db: Database, { environmentId }: { environmentId: string }): Promise<OpenedSecret[]> {
  const { prisma, keyring } = connectionOf(db);
  const rows = await prisma.environmentSecret.findMany({ where: { environmentId }, orderBy: { name: "asc" } });
  return rows.map(({ id, name, scope, hosts, header, ciphertext, nonce, keyId }) => ({
    name,
    scope,
    hosts,
    header,
    value: openRow(keyring, { id, name, ciphertext, nonce, keyId }),
  }));
}
