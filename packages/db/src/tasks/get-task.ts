import { type Attempt, Judgement, LimitsInput, ReviewComment, type Task, type Turn } from "@slipway/core";
import { z } from "zod";
import { type Database, prismaOf } from "../connection/connection.ts";
import { iso, isoOrNull } from "../connection/iso.ts";
import { missing } from "../connection/missing.ts";
import { deliveryColumns, toDelivery } from "../deliveries/to-delivery.ts";
import type { Prisma } from "../generated/client.ts";
import { imagesWhere, StoredImages } from "../images/images-where.ts";
import { taskAttempts } from "./task-attempts.ts";
import { type TaskRow, taskColumns, taskSource, toTaskListItem } from "./task-row.ts";

type Details = TaskRow & { baseCommit: string | null; effort: string | null; environment: unknown; provider: unknown; limits: unknown };

const EnvironmentFacts = z.object({ id: z.string(), name: z.string(), checks: z.int() }).nullable();
const ProviderFacts = z.object({ id: z.string(), name: z.string() }).nullable();
const Messages = z.array(
  z.object({
    id: z.string(),
    text: z.string(),
    images: StoredImages,
    attemptId: z.string().nullable(),
    question: z.string().nullable(),
    createdAt: z.string(),
    deliveredAt: z.string().nullable(),
  }),
);

/**
 * The whole task but for patches, logs and events, which have readers of their own, as of one moment: its status and its attempts never
 * disagree. Throws NotFoundError.
 */
export async function getTask(db: Database, { taskId }: { taskId: string }): Promise<Task> {
  const { row, turns, attempts, deliveries } = await prismaOf(db).$transaction((tx) => readAll(tx, taskId), {
    isolationLevel: "RepeatableRead",
    maxWait: 30_000,
    timeout: 30_000,
  });
  if (row === undefined) throw missing("task", taskId);
  const { environment, provider, limits, ...details } = row;
  return {
    ...toTaskListItem(details),
    baseCommit: details.baseCommit,
    effort: details.effort,
    environment: EnvironmentFacts.parse(environment),
    provider: ProviderFacts.parse(provider),
    limits: LimitsInput.parse(limits),
    turnList: turns.map((turn) => ({ ...turn, attempts: attemptsOf(turn.id, attempts) })),
    deliveries: deliveries.map(toDelivery),
  };
}

async function readAll(tx: Prisma.TransactionClient, taskId: string) {
  const [row] = await readDetails(tx, taskId);
  const turns = await readTurns(tx, taskId);
  const attempts = await taskAttempts(tx, taskId);
  const deliveries = await tx.delivery.findMany({
    where: { taskId },
    orderBy: [{ createdAt: "asc" }, { id: "asc" }],
    select: deliveryColumns,
  });
  return { row, turns, attempts, deliveries };
}

function readDetails(tx: Prisma.TransactionClient, taskId: string): Promise<Details[]> {
  return tx.$queryRaw<Details[]>`
    SELECT ${taskColumns}, task."baseCommit", task.effort,
      (SELECT jsonb_build_object('id', id, 'name', name, 'checks', (SELECT count(*) FROM "Check" WHERE "environmentId" = "Environment".id))
        FROM "Environment" WHERE id = task."environmentId") AS environment,
      (SELECT jsonb_build_object('id', id, 'name', split_part(name, '|' || id, 1)) FROM "Provider" WHERE id = task."providerId") AS provider, task.limits
    FROM ${taskSource} WHERE task.id = ${taskId}::uuid`;
}

async function readTurns(tx: Prisma.TransactionClient, taskId: string): Promise<Omit<Turn, "attempts">[]> {
  const rows = await tx.$queryRaw<
    {
      id: string;
      index: number;
      text: string;
      comments: unknown;
      images: unknown;
      pickedAttemptId: string | null;
      judgement: unknown;
      createdAt: Date;
      messages: unknown;
    }[]
  >`
    SELECT turn.id, turn.index, turn.text, turn.comments, turn."pickedAttemptId", turn.judgement, turn."createdAt",
      ${imagesWhere('"Image"."turnId" = turn.id')} AS images,
      (SELECT jsonb_agg(jsonb_build_object('id', message.id, 'text', message.text,
          'images', ${imagesWhere('"Image"."messageId" = message.id')}, 'attemptId', message."attemptId", 'question', message.question, 'createdAt', message."createdAt", 'deliveredAt',
          (SELECT min("deliveredAt") FROM "MessageDelivery" WHERE "messageId" = message.id)) ORDER BY message."createdAt", message.id)
        FROM "Message" message WHERE message."turnId" = turn.id) AS messages
    FROM "Turn" turn WHERE turn."taskId" = ${taskId}::uuid ORDER BY turn.index`;
  return rows.map((row) => ({
    ...row,
    createdAt: iso(row.createdAt),
    judgement: Judgement.nullable().parse(row.judgement),
    comments: z.array(ReviewComment).parse(row.comments),
    images: StoredImages.parse(row.images),
    messages: Messages.parse(row.messages ?? []).map((message) => ({
      ...message,
      createdAt: iso(message.createdAt),
      deliveredAt: isoOrNull(message.deliveredAt),
    })),
  }));
}

function attemptsOf(turnId: string, attempts: readonly (Attempt & { turnId: string })[]): Attempt[] {
  return attempts.filter((attempt) => attempt.turnId === turnId).map(({ turnId: _, ...attempt }) => attempt);
}
