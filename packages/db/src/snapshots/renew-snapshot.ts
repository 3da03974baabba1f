import { type Database, prismaOf } from "../connection/connection.ts";
import { snapshotLost } from "./snapshot-lost.ts";

/** Extends a builder's lease from the database's now. Throws ConflictError once another one builds. */
export async function renewSnapshot(
  db: Database,
  { snapshotId, epoch, leaseSeconds }: { snapshotId: string; epoch: number; leaseSeconds: number },
): Promise<void> {
  const renewed = await prismaOf(db).$executeRaw`
    UPDATE "Snapshot" SET "leaseUntil" = now() + make_interval(secs => ${leaseSeconds}::float8)
    WHERE id = ${snapshotId}::uuid AND epoch = ${epoch}::int AND state = 'building'`;
  if (renewed === 0) throw snapshotLost(snapshotId, epoch);
}
