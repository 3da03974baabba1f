import { resealProviders, resealSecrets } from "@slipway/db";
import type { WorkerContext } from "../worker-context.ts";

/** After a new key was put first, what an older one sealed is sealed with the new one, so that the older one may go. */
export async function resealStoredSecrets({ db, log }: Pick<WorkerContext, "db" | "log">): Promise<void> {
  const [secrets, providers] = [await resealSecrets(db), await resealProviders(db)];
  const resealed = secrets.resealed + providers.resealed;
  if (resealed > 0) log.info({ resealed }, "secrets are sealed with the new key");
  for (const secret of [...secrets.unreadable, ...providers.unreadable]) log.warn(secret, "a secret cannot be opened");
}
