import type { Repository } from "@slipway/core";
import type { WorkEnvironment } from "../attempts/attempt-work.ts";
import { toWorkEnvironment } from "../attempts/to-attempt-work.ts";
import { type Database, prismaOf } from "../connection/connection.ts";
import { toRepository } from "../repositories/to-repository.ts";

/** All that a worker needs to open a terminal. */
export type TerminalWork = { terminalId: string; branch: string; repository: Repository; environment: WorkEnvironment };

type Row = { branch: string; repository: unknown; environment: unknown; checks: unknown };

/** Takes a queued terminal for `workerId`. Null when there is nothing to take; of two claims at once one wins. */
export async function claimTerminal(
  db: Database,
  { terminalId, workerId, leaseSeconds }: { terminalId: string; workerId: string; leaseSeconds: number },
): Promise<TerminalWork | null> {
  const [row] = await prismaOf(db).$queryRaw<Row[]>`
    WITH claimed AS (
      UPDATE "Terminal" SET state = 'open', "workerId" = ${workerId}, "leaseUntil" = now() + make_interval(secs => ${leaseSeconds}::float8)
      WHERE id = ${terminalId}::uuid AND state = 'queued' RETURNING "environmentId", branch
    )
    SELECT claimed.branch, to_jsonb(repository) AS repository, to_jsonb(environment) AS environment,
      (SELECT jsonb_agg(jsonb_strip_nulls(jsonb_build_object('name', name, 'command', command, 'timeoutSeconds', "timeoutSeconds", 'report', report)) ORDER BY position)
        FROM "Check" WHERE "environmentId" = environment.id) AS checks
    FROM claimed JOIN "Environment" environment ON environment.id = claimed."environmentId"
      JOIN "Repository" repository ON repository.id = environment."repositoryId"`;
  if (row === undefined) return null;
  const environment = toWorkEnvironment(row.environment, row.checks);
  return { terminalId, branch: row.branch, repository: toRepository(row.repository), environment };
}
