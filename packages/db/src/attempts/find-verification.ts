import { TestReport } from "@slipway/core";
import { type Database, prismaOf } from "../connection/connection.ts";
import type { StoredVerification } from "./finish-attempt.ts";

/** The newest result stored under `cacheKey`, with its log, or null. A check that did not run is no result. */
export async function findVerification(db: Database, { cacheKey }: { cacheKey: string }): Promise<StoredVerification | null> {
  const found = await prismaOf(db).verification.findFirst({
    where: { cacheKey, side: "base", outcome: { not: "not_run" } },
    orderBy: { createdAt: "desc" },
    omit: { id: true, attemptId: true, createdAt: true },
  });
  return found === null ? null : { ...found, tests: TestReport.nullable().parse(found.tests) };
}
