import { connectionOf, type Database } from "../connection/connection.ts";
import { storableText } from "../connection/storable.ts";

export type TerminalEnd = { state: "ended" | "failed"; failure: string | null };

/** Ends a terminal for whatever reason; the first reason stands. False where it had ended already. */
export async function endTerminal(db: Database, { terminalId, end }: { terminalId: string; end: TerminalEnd }): Promise<boolean> {
  const { prisma, redact } = connectionOf(db);
  const failure = end.failure === null ? null : storableText(end.failure, redact);
  const ended = await prisma.$executeRaw`
    UPDATE "Terminal" SET state = ${end.state}, failure = ${failure}, "leaseUntil" = NULL, "endedAt" = now()
    WHERE id = ${terminalId}::uuid AND state IN ('queued', 'open')`;
  return ended > 0;
}
