import { type Database, prismaOf } from "../connection/connection.ts";
import { fencedOff } from "../connection/missing.ts";
import { liveStates } from "../connection/state-sql.ts";

/**
 * Extends the lease from the database's now and tells whether a person asked to stop. A lease that ran out but that
 * nobody took is renewed. Throws ConflictError once the attempt was requeued, taken or finished.
 */
export async function renewLease(
  db: Database,
  { attemptId, epoch, leaseSeconds }: { attemptId: string; epoch: number; leaseSeconds: number },
): Promise<{ cancelRequested: boolean }> {
  const [row] = await prismaOf(db).$queryRaw<{ cancelRequested: boolean }[]>`
    UPDATE "Attempt" SET "leaseUntil" = now() + make_interval(secs => ${leaseSeconds}::float8)
    WHERE id = ${attemptId}::uuid AND epoch = ${epoch}::int AND state IN ${liveStates}
    RETURNING "cancelRequestedAt" IS NOT NULL AS "cancelRequested"`;
  if (row === undefined) throw fencedOff({ attemptId, epoch });
  return row;
}
