import type { Usage } from "@slipway/core";
import { Prisma } from "../generated/client.ts";

/** The `usage` column plus `usage`; a cost stays null until one is known. */
export function usagePlus(usage: Usage): Prisma.Sql {
  return Prisma.sql`jsonb_build_object(
    'requests', (usage->>'requests')::bigint + ${usage.requests}::bigint,
    'inputTokens', (usage->>'inputTokens')::bigint + ${usage.inputTokens}::bigint,
    'cachedInputTokens', (usage->>'cachedInputTokens')::bigint + ${usage.cachedInputTokens}::bigint,
    'outputTokens', (usage->>'outputTokens')::bigint + ${usage.outputTokens}::bigint,
    'costUsd', CASE WHEN usage->>'costUsd' IS NULL AND ${usage.costUsd}::float8 IS NULL THEN NULL
      ELSE coalesce((usage->>'costUsd')::float8, 0) + coalesce(${usage.costUsd}::float8, 0) END)`;
}
