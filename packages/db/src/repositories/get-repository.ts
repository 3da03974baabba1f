import type { Repository } from "@slipway/core";
import { type Database, prismaOf } from "../connection/connection.ts";
import { missing } from "../connection/missing.ts";
import { toRepository } from "./to-repository.ts";

/** Throws NotFoundError. */
export async function getRepository(db: Database, { repositoryId }: { repositoryId: string }): Promise<Repository> {
  const row = await prismaOf(db).repository.findUnique({ where: { id: repositoryId } });
  if (row === null) throw missing("repository", repositoryId);
  return toRepository(row);
}
