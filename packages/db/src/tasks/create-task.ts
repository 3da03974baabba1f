import { type AppError, ConflictError, type CreateTaskInput, InvalidInputError, noUsage } from "@slipway/core";
import { connectionOf, type Database } from "../connection/connection.ts";
import { insertEvents, ringFor } from "../connection/event-sql.ts";
import { newId } from "../connection/new-id.ts";
import { storableJson, storableText } from "../connection/storable.ts";
import { Prisma } from "../generated/client.ts";
import { unsentBy, wrongImages } from "../images/attach-images.ts";

export type NewTask = {
  userId: string;
  /** Parsed; its `branch`, `environmentId`, `model` and `providerId` are superseded by the resolved values below. */
  input: Omit<CreateTaskInput, "images"> & Partial<Pick<CreateTaskInput, "images">>;
  model: string;
  demo: boolean;
  /** Whose `model` it is; absent or null for the provider of the process's settings. */
  providerId?: string | null;
  title: string;
  branch: string;
  environmentId: string | null;
};

/**
 * Task, turn, attempts, their first events and the doorbells: one statement. Throws InvalidInputError when the
 * repository does not exist, the environment is not one of its own, the card is not one of an answer about it, or a picture is not an
 * unsent one of the person; ConflictError where a task was made from the card before.
 */
export async function createTask(db: Database, task: NewTask): Promise<{ taskId: string; attemptIds: string[] }> {
  const { input, environmentId } = task;
  const { prisma, redact } = connectionOf(db);
  const taskId = newId();
  const turnId = newId();
  const attemptIds = Array.from({ length: input.attempts }, newId);
  const images = input.images ?? [];
  const card = input.card ?? null;
  const created = await prisma.$queryRaw<{ id: string }[]>`
    WITH repository AS (
      UPDATE "Repository" SET "lastUsedAt" = now()
      WHERE id = ${input.repositoryId}::uuid AND (${environmentId}::uuid IS NULL OR EXISTS (
        SELECT FROM "Environment" WHERE id = ${environmentId}::uuid AND "repositoryId" = ${input.repositoryId}::uuid AND "deletedAt" IS NULL))
        AND (SELECT count(*) FROM "Image" WHERE id = ANY (${images}::uuid[]) AND ${unsentBy(task.userId)}) = ${images.length}::int
        AND (${card === null} OR EXISTS (${proposed(card)} AND answered."repositoryId" = ${input.repositoryId}::uuid))
      RETURNING id
    ), task AS (
      INSERT INTO "Task" (id, "repositoryId", "environmentId", "createdById", title, mode, "baseBranch", model, demo, effort, "providerId", limits,
        "cardAttemptId", "cardIndex")
      SELECT ${taskId}::uuid, id, ${environmentId}::uuid, ${task.userId}::uuid, ${storableText(task.title, redact)}, ${input.mode}::"TaskMode",
        ${task.branch}, ${task.model}, ${task.demo}::boolean, ${input.effort ?? null}, ${task.providerId ?? null}::uuid, ${JSON.stringify(input.limits)}::jsonb,
        ${card?.attemptId ?? null}::uuid, ${card?.index ?? null}::int
      FROM repository ON CONFLICT ("cardAttemptId", "cardIndex") DO NOTHING RETURNING id
    ), turn AS (
      INSERT INTO "Turn" (id, "taskId", index, text)
      SELECT ${turnId}::uuid, id, 0, ${storableText(input.prompt, redact)} FROM task RETURNING id
    ), pictured AS (
      UPDATE "Image" SET "turnId" = turn.id, position = given.position - 1
      FROM turn, unnest(${images}::uuid[]) WITH ORDINALITY AS given(id, position) WHERE "Image".id = given.id AND ${unsentBy(task.userId)}
    ), attempt AS (
      INSERT INTO "Attempt" (id, "turnId", index, usage, "lastSeq")
      SELECT item.id, turn.id, item.position - 1, ${storableJson(noUsage, redact)}::jsonb, 1
      FROM turn, unnest(${attemptIds}::uuid[]) WITH ORDINALITY AS item(id, position) RETURNING id, 0 AS "firstSeq"
    ), announced AS (${insertEvents("attempt", [{ type: "phase.entered", phase: "queued" }], redact)}
    ), rung AS (${ringFor("attempt", "attempt")})
    SELECT id FROM task`;
  if (created.length === 0) throw await wrongReference(db, task);
  return { taskId, attemptIds };
}

/** The card among those of a stored answer. */
function proposed(card: CreateTaskInput["card"] | null): Prisma.Sql {
  return Prisma.sql`SELECT FROM "Attempt" attempt JOIN "Turn" turn ON turn.id = attempt."turnId" JOIN "Task" answered ON answered.id = turn."taskId"
    WHERE attempt.id = ${card?.attemptId ?? null}::uuid AND attempt.summary->'cards'->${card?.index ?? 0}::int IS NOT NULL`;
}

async function wrongCard(db: Database, { card, repositoryId }: NewTask["input"]): Promise<AppError | null> {
  if (card === undefined) return null;
  const where = { cardAttemptId: card.attemptId, cardIndex: card.index };
  const [made] = await connectionOf(db).prisma.task.findMany({ where, take: 1 });
  if (made !== undefined) return new ConflictError(`The task ${made.id} was made from this card before.`);
  const about = Prisma.sql`${proposed(card)} AND answered."repositoryId" = ${repositoryId}::uuid`;
  const found = await connectionOf(db).prisma.$queryRaw<unknown[]>`SELECT 1 WHERE EXISTS (${about})`;
  return found.length > 0 ? null : wrongField("card", "There is no such card in an answer about this repository.");
}

async function wrongReference(db: Database, { input, environmentId }: NewTask): Promise<AppError> {
  const { prisma } = connectionOf(db);
  const cardFault = await wrongCard(db, input);
  if (cardFault !== null) return cardFault;
  const repository = await prisma.repository.findUnique({ where: { id: input.repositoryId } });
  if (repository === null) return wrongField("repositoryId", `There is no repository ${input.repositoryId}.`);
  const isItsOwn =
    environmentId === null ||
    (await prisma.environment.count({ where: { id: environmentId, repositoryId: repository.id, deletedAt: null } })) > 0;
  if (isItsOwn) return wrongImages();
  return wrongField("environmentId", `There is no environment ${environmentId} of the repository ${repository.name}.`);
}

function wrongField(path: string, message: string): InvalidInputError {
  return new InvalidInputError(message, [{ path, message }]);
}
