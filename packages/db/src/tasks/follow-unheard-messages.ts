import { isTerminal } from "@slipway/core";
import { newId } from "../connection/new-id.ts";
import type { Prisma } from "../generated/client.ts";
import { latestTurn } from "./latest-turn.ts";
import { queueAttempt } from "./queue-attempt.ts";

/**
 * Messages that came too late for any attempt of the turn to hear become the next turn, so that nothing a person says
 * is lost. Does nothing while the turn is unfinished. The caller holds the task's lock. Returns the new attempt, or null.
 */
export async function followUnheardMessages(tx: Prisma.TransactionClient, taskId: string): Promise<string | null> {
  const turn = await latestTurn(tx, taskId);
  if (!turn.states.every(isTerminal)) return null;
  const unheard = await tx.message.findMany({
    // An answer that its attempt did not live to read asks for nothing by itself.
    where: { turnId: turn.id, attemptId: null, receipts: { none: {} } },
    orderBy: [{ createdAt: "asc" }, { id: "asc" }],
  });
  if (unheard.length === 0) return null;
  const turnId = newId();
  const text = unheard.map((message) => message.text).join("\n\n");
  await tx.$executeRaw`
    INSERT INTO "Turn" (id, "taskId", index, text) VALUES (${turnId}::uuid, ${taskId}::uuid, ${turn.index + 1}::int, ${text})`;
  await tx.$executeRaw`
    UPDATE "Image" SET "turnId" = ${turnId}::uuid, "messageId" = NULL, position = given.position * 1000 + "Image".position
    FROM unnest(${unheard.map((message) => message.id)}::uuid[]) WITH ORDINALITY AS given(id, position) WHERE "Image"."messageId" = given.id`;
  await tx.message.deleteMany({ where: { id: { in: unheard.map((message) => message.id) } } });
  return await queueAttempt(tx, { turnId, index: 0 });
}
