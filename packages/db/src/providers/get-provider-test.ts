import { ProviderTest, ProviderTestResult } from "@slipway/core";
import { type Database, prismaOf } from "../connection/connection.ts";
import { iso, isoOrNull } from "../connection/iso.ts";
import { missing } from "../connection/missing.ts";

/** Throws NotFoundError. */
export async function getProviderTest(db: Database, { testId }: { testId: string }): Promise<ProviderTest> {
  const row = await prismaOf(db).providerTest.findUnique({ where: { id: testId } });
  if (row === null) throw missing("provider test", testId);
  return ProviderTest.parse({
    id: row.id,
    providerId: row.providerId,
    model: row.model === "" ? null : row.model,
    createdAt: iso(row.createdAt),
    finishedAt: isoOrNull(row.finishedAt),
    result: ProviderTestResult.nullable().parse(row.result),
  });
}
