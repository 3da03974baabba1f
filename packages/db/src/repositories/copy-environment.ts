import { type Environment, NetworkPolicy } from "@slipway/core";
import { connectionOf, type Database } from "../connection/connection.ts";
import { missing } from "../connection/missing.ts";
import type { Prisma } from "../generated/client.ts";
import type { Keyring } from "../secrets/keyring.ts";
import { missingKey } from "../secrets/seal-secret.ts";
import { openRow, sealedRow } from "../secrets/secret-row.ts";
import { environmentInclude, toEnvironment } from "./to-environment.ts";

const whole = { checks: true, secrets: true } as const satisfies Prisma.EnvironmentInclude;
type WholeRow = Prisma.EnvironmentGetPayload<{ include: typeof whole }>;

/** The same environment once more under another name, its secrets sealed anew for it. Throws NotFoundError, SecretsError. */
export async function copyEnvironment(
  db: Database,
  { environmentId, name }: { environmentId: string; name: string },
): Promise<Environment> {
  const { prisma, keyring } = connectionOf(db);
  const found = await prisma.environment.findFirst({ where: { id: environmentId, deletedAt: null }, include: whole });
  if (found === null) throw missing("environment", environmentId);
  const { repositoryId, branch, image, dockerfile, setupScript, maintenanceScript } = found;
  const row = await prisma.environment.create({
    data: {
      ...{ name, repositoryId, branch, image, dockerfile, setupScript, maintenanceScript },
      variables: found.variables ?? {},
      network: NetworkPolicy.parse(found.network),
      limits: found.limits ?? {},
      checks: { create: found.checks.map(({ id: _, environmentId: __, ...check }) => check) },
      secrets: { create: found.secrets.map((secret) => sealedAnew(keyring, secret)) },
    },
    include: environmentInclude,
  });
  return toEnvironment(row);
}

/** A value opens in the row that it was sealed for and nowhere else. */
function sealedAnew(keyring: Keyring | null, secret: WholeRow["secrets"][number]) {
  if (keyring === null) throw missingKey({ name: secret.name, keyId: secret.keyId, known: [] });
  const { name, scope, hosts, header } = secret;
  return sealedRow(keyring, { name, scope, hosts, header, value: openRow(keyring, secret) });
}
