import { ATTEMPT_STATES, ConflictError, isTerminal } from "@slipway/core";
import { type Database, prismaOf } from "../connection/connection.ts";
import { missing } from "../connection/missing.ts";

const unfinished = ATTEMPT_STATES.filter((state) => !isTerminal(state));

/**
 * Forgets its key and takes it off every list; the row stays, so that a follow-up of its tasks is told why it cannot run.
 * Throws ConflictError while attempts work with it, NotFoundError.
 */
export async function deleteProvider(db: Database, { providerId }: { providerId: string }): Promise<void> {
  await prismaOf(db).$transaction(async (tx) => {
    await tx.$executeRaw`SELECT FROM "Provider" WHERE id = ${providerId}::uuid FOR UPDATE`;
    const row = await tx.provider.findUnique({ where: { id: providerId, deletedAt: null } });
    if (row === null) throw missing("provider", providerId);
    const busy = await tx.attempt.count({ where: { state: { in: unfinished }, turn: { task: { providerId } } } });
    if (busy > 0) {
      const attempts = busy === 1 ? "An attempt works" : `${busy} attempts work`;
      throw new ConflictError(`${attempts} with ${row.name}. Stop the tasks or wait for their end, then remove it.`);
    }
    await tx.provider.update({
      where: { id: providerId },
      // The name is free again; what follows the bar is taken off where it is told.
      data: { name: `${row.name}|${providerId}`, ciphertext: null, nonce: null, keyId: null, deletedAt: new Date() },
    });
  });
}
