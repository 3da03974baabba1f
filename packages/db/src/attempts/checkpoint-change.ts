import { connectionOf, type Database } from "../connection/connection.ts";
import { fencedOff } from "../connection/missing.ts";
import { liveStates } from "../connection/state-sql.ts";
import type { Redact } from "../connection/storable.ts";
import type { StoredChange } from "./finish-attempt.ts";
import { storeChange } from "./store-change.ts";

/**
 * Stores what was changed so far of an attempt that goes on, for whoever takes it over without its sandbox. Throws ConflictError, and
 * stores nothing, once the attempt is not held with `epoch`.
 */
export async function checkpointChange(
  db: Database,
  { attemptId, epoch, change, redact }: { attemptId: string; epoch: number; change: StoredChange; redact?: Redact },
): Promise<void> {
  const { prisma, redact: redactOwn } = connectionOf(db);
  await prisma.$transaction(
    async (tx) => {
      const held = await tx.$queryRaw<unknown[]>`
        SELECT id FROM "Attempt" WHERE id = ${attemptId}::uuid AND epoch = ${epoch}::int AND state IN ${liveStates} FOR SHARE`;
      if (held.length === 0) throw fencedOff({ attemptId, epoch });
      await storeChange(tx, attemptId, change, redact ?? redactOwn);
    },
    { maxWait: 30_000, timeout: 60_000 },
  );
}
