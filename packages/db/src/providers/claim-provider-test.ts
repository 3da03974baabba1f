import { type Database, prismaOf } from "../connection/connection.ts";

/** Takes an unmade test; null where another worker has it or it is done. Nobody makes a test twice. */
export async function claimProviderTest(
  db: Database,
  { testId, workerId }: { testId: string; workerId: string },
): Promise<{ providerId: string | null; model: string | null } | null> {
  const [row] = await prismaOf(db).$queryRaw<{ providerId: string | null; model: string | null }[]>`
    UPDATE "ProviderTest" SET "workerId" = ${workerId} WHERE id = ${testId}::uuid AND "workerId" IS NULL AND "finishedAt" IS NULL
    RETURNING "providerId", nullif(model, '') AS model`;
  return row ?? null;
}
