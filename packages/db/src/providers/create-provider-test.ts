import type { CreateProviderTestInput } from "@slipway/core";
import { type Database, prismaOf } from "../connection/connection.ts";
import { missing } from "../connection/missing.ts";
import { newId } from "../connection/new-id.ts";

/** A test for a worker to make, and its doorbell. Throws NotFoundError. */
export async function createProviderTest(db: Database, { input }: { input: CreateProviderTestInput }): Promise<{ testId: string }> {
  const { providerId } = input;
  const testId = newId();
  await prismaOf(db).$transaction(async (tx) => {
    if (providerId !== null && (await tx.provider.findUnique({ where: { id: providerId, deletedAt: null } })) === null)
      throw missing("provider", providerId);
    await tx.providerTest.create({ data: { id: testId, providerId, model: input.model ?? "" } });
    await tx.outbox.create({ data: { topic: "provider_test", subjectId: testId } });
  });
  return { testId };
}
