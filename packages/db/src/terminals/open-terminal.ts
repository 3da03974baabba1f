import type { Terminal } from "@slipway/core";
import { type Database, prismaOf } from "../connection/connection.ts";
import { missing } from "../connection/missing.ts";
import { newId } from "../connection/new-id.ts";
import { toTerminal } from "./to-terminal.ts";

export type NewTerminal = { environmentId: string; userId: string; branch: string };

/**
 * The person's terminal of this environment: the one that is there, or a queued one with its doorbell. `opened` tells which. Throws
 * NotFoundError.
 */
export async function openTerminal(db: Database, terminal: NewTerminal): Promise<{ terminal: Terminal; opened: boolean }> {
  const { environmentId, userId, branch } = terminal;
  return prismaOf(db).$transaction(async (tx) => {
    // Whoever asks for one waits here, so that two pages of one person do not open two.
    const [environment] = await tx.$queryRaw<{ id: string }[]>`
      SELECT id FROM "Environment" WHERE id = ${environmentId}::uuid AND "deletedAt" IS NULL FOR UPDATE`;
    if (environment === undefined) throw missing("environment", environmentId);
    const present = await tx.terminal.findFirst({ where: { environmentId, userId, state: { in: ["queued", "open"] } } });
    if (present !== null) return { terminal: toTerminal(present), opened: false };
    const row = await tx.terminal.create({ data: { id: newId(), environmentId, userId, branch } });
    await tx.outbox.create({ data: { topic: "terminal", subjectId: row.id } });
    return { terminal: toTerminal(row), opened: true };
  });
}
