import { createHash } from "node:crypto";
import type { CheckInput } from "@slipway/core";
import { secretHashes } from "@slipway/db";
import { findImage } from "@slipway/sandbox";
import { maintenanceScript } from "../../environment/run-maintenance.ts";
import type { AttemptRun } from "../attempt-run.ts";

/** Null where a result may be neither stored for later nor taken from earlier. */
export type CacheKeyOf = (check: CheckInput) => string | null;

/**
 * A result at base depends on the snapshot or the image's content, the limits, the variables, the secrets, the maintenance script, the
 * network that checks have, the commit and the command alone. A tag may move.
 */
export async function baseCacheKeys(run: AttemptRun, { target }: { target: string }): Promise<CacheKeyOf> {
  const { limits, work, secrets } = run;
  const [content, hashes] = await Promise.all([run.snapshotKey ?? imageContent(run), givenSecrets(run)]);
  if (content === null) return () => null;
  const { memoryBytes, processes, diskBytes } = limits;
  const environment = [work.environment?.variables ?? {}, maintenanceScript(run), networkOf(run), hashes];
  const place = [content, memoryBytes, processes, diskBytes, ...environment, work.repository.id, target, ...secrets.withheld];
  return ({ command, timeoutSeconds, report }) =>
    createHash("sha256")
      .update(JSON.stringify([...place, command, timeoutSeconds, ...(report === undefined ? [] : [report])]))
      .digest("hex");
}

async function imageContent({ context, image }: AttemptRun): Promise<string | null> {
  // The engine that does not answer now will break the checks' sandbox, which is told there.
  const found = await findImage(context.docker, { tag: image }).catch(() => null);
  return found === null ? null : found.imageId;
}

/** What of the policy counts for the agent's phase, in which checks run. */
function networkOf({ work }: AttemptRun) {
  const { agent = "off", hosts = [], methods } = work.environment?.network ?? {};
  return agent === "off" ? [agent] : [agent, hosts.toSorted(), methods?.toSorted() ?? null];
}

async function givenSecrets({ context, work, secrets }: AttemptRun): Promise<string[]> {
  const environmentId = work.environment?.id ?? null;
  const given = new Set(secrets.opened.flatMap(({ name, scope }) => (scope === "setup" ? [] : [name])));
  if (environmentId === null || given.size === 0) return [];
  return (await secretHashes(context.db, { environmentId })).flatMap(({ name, hash }) => (given.has(name) ? [hash] : []));
}
