import { type Database, prismaOf } from "../connection/connection.ts";

/** Extends the lease of a worker's open terminal. False once it is not open any more: closed by the person, or taken for dead. */
export async function renewTerminal(
  db: Database,
  { terminalId, workerId, leaseSeconds }: { terminalId: string; workerId: string; leaseSeconds: number },
): Promise<boolean> {
  const renewed = await prismaOf(db).$executeRaw`
    UPDATE "Terminal" SET "leaseUntil" = now() + make_interval(secs => ${leaseSeconds}::float8)
    WHERE id = ${terminalId}::uuid AND "workerId" = ${workerId} AND state = 'open'`;
  return renewed > 0;
}
