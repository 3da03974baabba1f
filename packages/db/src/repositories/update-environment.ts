import { type Environment, InvalidInputError, type UpdateEnvironmentInput } from "@slipway/core";
import { connectionOf, type Database } from "../connection/connection.ts";
import { missing } from "../connection/missing.ts";
import type { Prisma } from "../generated/client.ts";
import { sealedRows } from "../secrets/secret-row.ts";
import { checkRows } from "./check-rows.ts";
import { refuseDoubleChecks } from "./refuse-double-checks.ts";
import { environmentInclude, toEnvironment } from "./to-environment.ts";

/** Absent fields stay, `checks` are replaced as a whole, a secret set to null goes. Throws NotFoundError, InvalidInputError. */
export async function updateEnvironment(
  db: Database,
  { environmentId, input }: { environmentId: string; input: UpdateEnvironmentInput },
): Promise<Environment> {
  const { prisma, keyring } = connectionOf(db);
  const sealed = sealedRows(keyring, input.secrets ?? {});
  refuseDoubleChecks(input.checks ?? []);
  return await prisma.$transaction(async (tx) => {
    const touched = await tx.$executeRaw`
      UPDATE "Environment" SET "updatedAt" = now() WHERE id = ${environmentId}::uuid AND "deletedAt" IS NULL`;
    if (touched === 0) throw missing("environment", environmentId);
    await tx.environmentSecret.deleteMany({ where: { environmentId, name: { in: Object.keys(input.secrets ?? {}) } } });
    await tx.environmentSecret.createMany({ data: sealed.map((secret) => ({ ...secret, environmentId })) });
    const row = await tx.environment.update({ where: { id: environmentId }, data: changes(input), include: environmentInclude });
    refuseTwoImages(row);
    return toEnvironment(row);
  });
}

/** One of them may have been stored before. */
function refuseTwoImages({ image, dockerfile }: { image: string | null; dockerfile: string | null }): void {
  if (image === null || dockerfile === null) return;
  const message = `The environment has the image ${image} and the Dockerfile ${dockerfile}: set one of them to null.`;
  throw new InvalidInputError(message, [{ path: "dockerfile", message }]);
}

function changes({ checks, secrets: _, ...fields }: UpdateEnvironmentInput): Prisma.EnvironmentUpdateInput {
  const given = Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined));
  if (checks === undefined) return given;
  return { ...given, checks: { deleteMany: {}, create: checkRows(checks) } };
}
