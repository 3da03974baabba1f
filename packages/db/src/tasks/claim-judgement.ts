import { Judgement, Summary, type VerificationOutcome } from "@slipway/core";
import { type Database, prismaOf } from "../connection/connection.ts";

/** All that a worker needs to have a turn's attempts compared. `requestedAt` is repeated by `finishJudgement`. */
export type JudgementWork = {
  turnId: string;
  taskId: string;
  requestedAt: string;
  prompt: string;
  model: string;
  demo: boolean;
  effort: string | null;
  providerId: string | null;
  environmentId: string | null;
  attempts: {
    id: string;
    summary: Summary | null;
    patch: string;
    checks: { name: string; outcome: VerificationOutcome; log: string }[];
  }[];
};

/** Takes a comparison that was asked for; null where another worker has it or nobody waits for it. */
export async function claimJudgement(
  db: Database,
  { turnId, workerId }: { turnId: string; workerId: string },
): Promise<JudgementWork | null> {
  const prisma = prismaOf(db);
  const claimed = await prisma.$executeRaw`
    UPDATE "Turn" SET judgement = judgement || jsonb_build_object('workerId', ${workerId}::text)
    WHERE id = ${turnId}::uuid AND judgement->>'state' = 'running' AND NOT judgement ? 'workerId'`;
  if (claimed === 0) return null;
  const turn = await prisma.turn.findUniqueOrThrow({
    where: { id: turnId },
    include: {
      task: true,
      attempts: {
        orderBy: { index: "asc" },
        include: { change: { select: { patch: true } }, verifications: { where: { side: "head" }, orderBy: { position: "asc" } } },
      },
    },
  });
  const { task } = turn;
  const left = turn.attempts.filter(({ state, change }) => state === "succeeded" || change !== null);
  return {
    turnId,
    taskId: task.id,
    requestedAt: Judgement.parse(turn.judgement).requestedAt,
    prompt: turn.text,
    model: task.model,
    demo: task.demo,
    effort: task.effort,
    providerId: task.providerId,
    environmentId: task.environmentId,
    attempts: left.map(({ id, summary, change, verifications }) => ({
      id,
      summary: Summary.nullable().parse(summary),
      patch: new TextDecoder().decode(change?.patch),
      checks: verifications.map(({ name, outcome, log }) => ({ name, outcome, log })),
    })),
  };
}
