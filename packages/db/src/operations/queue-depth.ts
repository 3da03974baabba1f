import { type Database, prismaOf } from "../connection/connection.ts";

/** Attempts that wait for a worker. */
export async function queueDepth(db: Database): Promise<number> {
  return await prismaOf(db).attempt.count({ where: { state: "queued" } });
}
