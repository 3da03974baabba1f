import type { Environment } from "@slipway/core";
import { type Database, prismaOf } from "../connection/connection.ts";
import { environmentInclude, toEnvironment } from "./to-environment.ts";

/** Of one repository, or of all; oldest first. */
export async function listEnvironments(db: Database, { repositoryId }: { repositoryId?: string | undefined }): Promise<Environment[]> {
  const rows = await prismaOf(db).environment.findMany({
    where: { deletedAt: null, ...(repositoryId === undefined ? {} : { repositoryId }) },
    include: environmentInclude,
    orderBy: [{ createdAt: "asc" }, { id: "asc" }],
  });
  return rows.map(toEnvironment);
}
