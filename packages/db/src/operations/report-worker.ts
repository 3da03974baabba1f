import type { HealthPart } from "@slipway/core";
import { connectionOf, type Database } from "../connection/connection.ts";
import { storableJson } from "../connection/storable.ts";

/** A worker says that it is there, and how the things it needs are. */
export async function reportWorker(
  db: Database,
  { id, host, parts }: { id: string; host: string; parts: readonly HealthPart[] },
): Promise<void> {
  const { prisma, redact } = connectionOf(db);
  await prisma.$executeRaw`
    INSERT INTO "Worker" (id, host, parts) VALUES (${id}, ${host}, ${storableJson(parts, redact)}::jsonb)
    ON CONFLICT (id) DO UPDATE SET host = excluded.host, parts = excluded.parts, "lastSeenAt" = now()`;
}
