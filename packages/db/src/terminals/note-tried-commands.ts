import type { TriedCommand } from "@slipway/core";
import { connectionOf, type Database } from "../connection/connection.ts";
import { storableJson } from "../connection/storable.ts";

const MOST = 500;

/** Stores what was run in a terminal so far, the newest 500 where there are more; also of one that has just ended. */
export async function noteTriedCommands(
  db: Database,
  { terminalId, commands }: { terminalId: string; commands: readonly TriedCommand[] },
): Promise<void> {
  const { prisma, redact } = connectionOf(db);
  const stored = storableJson(commands.slice(-MOST), redact);
  await prisma.$executeRaw`UPDATE "Terminal" SET commands = ${stored}::jsonb WHERE id = ${terminalId}::uuid`;
}
