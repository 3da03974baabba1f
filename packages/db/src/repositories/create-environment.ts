import { type CreateEnvironmentInput, type Environment, InvalidInputError } from "@slipway/core";
import { type Database, prismaOf } from "../connection/connection.ts";
import { refuseDoubleChecks } from "./refuse-double-checks.ts";
import { refuseSecrets } from "./refuse-secrets.ts";
import { environmentInclude, toEnvironment } from "./to-environment.ts";

/** Throws InvalidInputError for an unknown repository, for secrets, and for checks of the same name. */
export async function createEnvironment(db: Database, { input }: { input: CreateEnvironmentInput }): Promise<Environment> {
  const { secrets, checks, repositoryId, network, ...fields } = input;
  refuseSecrets(secrets);
  refuseDoubleChecks(checks);
  const prisma = prismaOf(db);
  if ((await prisma.repository.count({ where: { id: repositoryId } })) === 0) {
    const message = `There is no repository ${repositoryId}.`;
    throw new InvalidInputError(message, [{ path: "repositoryId", message }]);
  }
  const row = await prisma.environment.create({
    data: { ...fields, repositoryId, network, checks: { create: checks.map((check, position) => ({ ...check, position })) } },
    include: environmentInclude,
  });
  return toEnvironment(row);
}
