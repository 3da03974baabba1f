import { connectionOf, type Database } from "../connection/connection.ts";
import { newId } from "../connection/new-id.ts";
import { storableJson } from "../connection/storable.ts";

export type AuditEntry = { actorId: string | null; action: string; subjectId: string | null; detail: Record<string, unknown> };

/** Writes down who did what; entries are never changed. */
export async function appendAudit(db: Database, { actorId, action, subjectId, detail }: AuditEntry): Promise<void> {
  const { prisma, redact } = connectionOf(db);
  await prisma.$executeRaw`
    INSERT INTO "AuditEntry" (id, "actorId", action, "subjectId", detail)
    VALUES (${newId()}::uuid, ${actorId}::uuid, ${action}, ${subjectId}, ${storableJson(detail, redact)}::jsonb)`;
}
