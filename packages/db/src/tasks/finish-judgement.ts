import type { Judgement } from "@slipway/core";
import { type Database, prismaOf } from "../connection/connection.ts";
import { type Redact, storableJson } from "../connection/storable.ts";

export type JudgementEnding = Pick<Judgement, "state" | "bestAttemptId" | "reasons" | "droppedReasons" | "usage" | "failure">;

/** Stores how a comparison ended, unless another one was asked for meanwhile. */
export async function finishJudgement(
  db: Database,
  { turnId, requestedAt, ending, redact }: { turnId: string; requestedAt: string; ending: JudgementEnding; redact: Redact },
): Promise<void> {
  const stored = storableJson({ ...ending, finishedAt: new Date().toISOString() }, redact);
  await prismaOf(db).$executeRaw`
    WITH ended AS (
      UPDATE "Turn" SET judgement = judgement || ${stored}::jsonb
      WHERE id = ${turnId}::uuid AND judgement->>'requestedAt' = ${requestedAt} RETURNING "taskId"
    ) UPDATE "Task" SET "updatedAt" = now() WHERE id IN (SELECT "taskId" FROM ended)`;
}
