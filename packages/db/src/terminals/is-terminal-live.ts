import { type Database, prismaOf } from "../connection/connection.ts";

/** Whether a worker holds this terminal and its lease has not run out. Any other id is none. */
export async function isTerminalLive(db: Database, { terminalId }: { terminalId: string }): Promise<boolean> {
  const [row] = await prismaOf(db).$queryRaw<{ live: boolean }[]>`
    SELECT EXISTS (SELECT FROM "Terminal" WHERE id = ${terminalId}::uuid AND state = 'open' AND "leaseUntil" > now()) AS live`;
  return row?.live ?? false;
}
