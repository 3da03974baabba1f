import type { ProviderTestResult } from "@slipway/core";
import { connectionOf, type Database } from "../connection/connection.ts";
import { type Redact, storableJson } from "../connection/storable.ts";

/** Stores what a test told; `redact` takes the provider's key out of what its server said. */
export async function finishProviderTest(
  db: Database,
  { testId, result, redact }: { testId: string; result: ProviderTestResult; redact: Redact },
): Promise<void> {
  await connectionOf(db).prisma.$executeRaw`
    UPDATE "ProviderTest" SET result = ${storableJson(result, redact)}::jsonb, "finishedAt" = now() WHERE id = ${testId}::uuid`;
}
