import type { Terminal } from "@slipway/core";
import { type Database, prismaOf } from "../connection/connection.ts";
import { missing } from "../connection/missing.ts";
import { toTerminal } from "./to-terminal.ts";

/** A person's own terminal; another person's reads as missing. Throws NotFoundError. */
export async function findTerminal(db: Database, { terminalId, userId }: { terminalId: string; userId: string }): Promise<Terminal> {
  const row = await prismaOf(db).terminal.findFirst({ where: { id: terminalId, userId } });
  if (row === null) throw missing("terminal", terminalId);
  return toTerminal(row);
}

/** The person's newest terminal of an environment; null where there never was one. */
export async function latestTerminal(
  db: Database,
  { environmentId, userId }: { environmentId: string; userId: string },
): Promise<Terminal | null> {
  const row = await prismaOf(db).terminal.findFirst({ where: { environmentId, userId }, orderBy: [{ createdAt: "desc" }, { id: "desc" }] });
  return row === null ? null : toTerminal(row);
}
