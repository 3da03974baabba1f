import { type Database, prismaOf } from "../connection/connection.ts";
import { missing } from "../connection/missing.ts";

/** Hides the environment; tasks that were made with it keep it. Throws NotFoundError. */
export async function deleteEnvironment(db: Database, { environmentId }: { environmentId: string }): Promise<void> {
  const changed = await prismaOf(db).$executeRaw`
    UPDATE "Environment" SET "deletedAt" = now() WHERE id = ${environmentId}::uuid AND "deletedAt" IS NULL`;
  if (changed === 0) throw missing("environment", environmentId);
}
