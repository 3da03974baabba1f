import type { Usage } from "@slipway/core";
import { type Database, prismaOf } from "../connection/connection.ts";
import { fencedOff } from "../connection/missing.ts";
import { liveStates } from "../connection/state-sql.ts";
import { usagePlus } from "./usage-sql.ts";

/** Adds what a model request used. Throws ConflictError once the attempt is not held with `epoch`. */
export async function addUsage(
  db: Database,
  { attemptId, epoch, usage }: { attemptId: string; epoch: number; usage: Usage },
): Promise<void> {
  const changed = await prismaOf(db).$executeRaw`
    UPDATE "Attempt" SET usage = ${usagePlus(usage)}
    WHERE id = ${attemptId}::uuid AND epoch = ${epoch}::int AND state IN ${liveStates}`;
  if (changed === 0) throw fencedOff({ attemptId, epoch });
}
