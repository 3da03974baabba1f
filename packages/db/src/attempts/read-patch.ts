import { type Database, prismaOf } from "../connection/connection.ts";

/** The stored patch and the commit it applies to; null while the attempt has left no change. */
export async function readPatch(
  db: Database,
  { attemptId }: { attemptId: string },
): Promise<{ patch: Uint8Array; baseCommit: string } | null> {
  return await prismaOf(db).change.findUnique({ where: { attemptId }, select: { patch: true, baseCommit: true } });
}
