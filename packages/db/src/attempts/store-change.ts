import { changeStats } from "@slipway/core";
import { type Redact, storableJson } from "../connection/storable.ts";
import type { Prisma } from "../generated/client.ts";
import type { StoredChange } from "./finish-attempt.ts";

/** An attempt has one change; a later one takes the place of what was stored while it was under way. */
export async function storeChange(tx: Prisma.TransactionClient, attemptId: string, change: StoredChange, redact: Redact): Promise<void> {
  const { additions, deletions } = changeStats(change.files);
  const files = storableJson(change.files, (text) => text);
  await tx.$executeRaw`
    INSERT INTO "Change" ("attemptId", "baseCommit", "headTree", patch, files, additions, deletions, warnings)
    VALUES (${attemptId}::uuid, ${change.baseCommit}, ${change.headTree}, ${change.patch}, ${files}::jsonb,
      ${additions}::int, ${deletions}::int, ${storableJson(change.warnings, redact)}::jsonb)
    ON CONFLICT ("attemptId") DO UPDATE SET "baseCommit" = excluded."baseCommit", "headTree" = excluded."headTree", patch = excluded.patch,
      files = excluded.files, additions = excluded.additions, deletions = excluded.deletions, warnings = excluded.warnings,
      "createdAt" = now()`;
}
