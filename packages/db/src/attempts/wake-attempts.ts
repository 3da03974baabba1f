import { type Database, prismaOf } from "../connection/connection.ts";
import { Prisma } from "../generated/client.ts";
import { resumeWaiting } from "./resume-waiting.ts";

/** Attempts whose time to go on has come, back to the queue. Any number of processes may call it at once. */
export async function wakeAttempts(db: Database): Promise<{ attemptIds: string[] }> {
  const attemptIds = await resumeWaiting(prismaOf(db), {
    attempts: Prisma.sql`"wakeAt" <= now()`,
    reason: "The provider's rate limit was reset.",
  });
  return { attemptIds };
}
