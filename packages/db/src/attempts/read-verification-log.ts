import { type Database, prismaOf } from "../connection/connection.ts";
import { missing } from "../connection/missing.ts";

/** The whole stored output of a check. Throws NotFoundError. */
export async function readVerificationLog(db: Database, { verificationId }: { verificationId: string }): Promise<string> {
  const row = await prismaOf(db).verification.findUnique({ where: { id: verificationId }, select: { log: true } });
  if (row === null) throw missing("verification", verificationId);
  return row.log;
}
