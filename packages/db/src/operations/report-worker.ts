import type { HealthPart } from "@slipway/core";
import { connectionOf, type Database } from "../connection/connection.ts";
import { storableJson } from "../connection/storable.ts";

/** A worker says that it is there, how the things it needs are, and which images its engine holds. */
export async function reportWorker(
  db: Database,
  { id, host, parts, images }: { id: string; host: string; parts: readonly HealthPart[]; images: readonly string[] },
): Promise<void> {
  const { prisma, redact } = connectionOf(db);
  await prisma.$executeRaw`
    INSERT INTO "Worker" (id, host, parts, images) VALUES (${id}, ${host}, ${storableJson(parts, redact)}::jsonb, ${images})
    ON CONFLICT (id) DO UPDATE SET host = excluded.host, parts = excluded.parts, images = excluded.images, "lastSeenAt" = now()`;
}
