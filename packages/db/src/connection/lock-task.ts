import type { Prisma } from "../generated/client.ts";

/**
 * Serialises what people do to one task, until the transaction ends. An advisory lock: workers, who never take it,
 * are not held up, and the order task lock → attempts → task row cannot deadlock with theirs.
 */
export async function lockTask(tx: Prisma.TransactionClient, taskId: string): Promise<void> {
  await tx.$executeRaw`SELECT pg_advisory_xact_lock(hashtextextended(${taskId}, 7))`;
}
