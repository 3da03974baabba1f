import { type CreateEnvironmentInput, type Environment, InvalidInputError } from "@slipway/core";
import { connectionOf, type Database } from "../connection/connection.ts";
import { sealedRows } from "../secrets/secret-row.ts";
import { checkRows } from "./check-rows.ts";
import { refuseDoubleChecks } from "./refuse-double-checks.ts";
import { environmentInclude, toEnvironment } from "./to-environment.ts";

/** Throws InvalidInputError for an unknown repository, for secrets that nothing can seal, and for checks of the same name. */
export async function createEnvironment(db: Database, { input }: { input: CreateEnvironmentInput }): Promise<Environment> {
  const { secrets, checks, repositoryId, network, ...fields } = input;
  const { prisma, keyring } = connectionOf(db);
  const sealed = sealedRows(keyring, secrets);
  refuseDoubleChecks(checks);
  if ((await prisma.repository.count({ where: { id: repositoryId } })) === 0) {
    const message = `There is no repository ${repositoryId}.`;
    throw new InvalidInputError(message, [{ path: "repositoryId", message }]);
  }
  const row = await prisma.environment.create({
    data: {
      ...fields,
      repositoryId,
      network,
      checks: { create: checkRows(checks) },
      secrets: { create: sealed },
    },
    include: environmentInclude,
  });
  return toEnvironment(row);
}
