import type { Environment } from "@slipway/core";
import { type Database, prismaOf } from "../connection/connection.ts";
import { missing } from "../connection/missing.ts";
import { environmentInclude, toEnvironment } from "./to-environment.ts";

/** Throws NotFoundError, also for one that was deleted. */
export async function getEnvironment(db: Database, { environmentId }: { environmentId: string }): Promise<Environment> {
  const row = await prismaOf(db).environment.findFirst({ where: { id: environmentId, deletedAt: null }, include: environmentInclude });
  if (row === null) throw missing("environment", environmentId);
  return toEnvironment(row);
}
