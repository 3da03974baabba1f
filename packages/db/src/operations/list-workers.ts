import { type Health, HealthPart } from "@slipway/core";
import { z } from "zod";
import { type Database, prismaOf } from "../connection/connection.ts";
import { iso } from "../connection/iso.ts";

/** Workers that reported within the last two minutes. */
export async function listWorkers(db: Database): Promise<Health["workers"]> {
  const rows = await prismaOf(db).$queryRaw<{ id: string; host: string; lastSeenAt: Date; parts: unknown }[]>`
    SELECT id, host, "lastSeenAt", parts FROM "Worker" WHERE "lastSeenAt" > now() - interval '2 minutes' ORDER BY "startedAt", id`;
  return rows.map((row) => ({ ...row, lastSeenAt: iso(row.lastSeenAt), parts: z.array(HealthPart).parse(row.parts) }));
}
