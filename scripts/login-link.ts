import { isLoopback } from "./settings.ts";
import { StepError } from "./step-error.ts";

const TTL_SECONDS = 12 * 3600;

/** A link that signs its first visitor in as the owner. Loaded late: the database client may be generated on this start. */
export async function createOwnerLink({ databaseUrl, url }: { databaseUrl: string; url: string }): Promise<string> {
  const { createLoginLink, ensureOwner, openDatabase } = await import("@slipway/db");
  await using db = openDatabase({ url: databaseUrl, maxConnections: 1 });
  await ensureOwner(db, { name: "Owner" });
  const { token } = await createLoginLink(db, { ttlSeconds: TTL_SECONDS });
  return `${url}/login?token=${encodeURIComponent(token)}`;
}

/** Refuses to listen where others can connect while nobody has an account. */
export async function requireAccounts({ databaseUrl, host }: { databaseUrl: string; host: string }): Promise<void> {
  if (isLoopback(host)) return;
  const { hasAccounts, openDatabase } = await import("@slipway/db");
  await using db = openDatabase({ url: databaseUrl, maxConnections: 1 });
  if (await hasAccounts(db)) return;
  throw new StepError(`HOST=${host} would let other machines in while nobody has an account.`, [
    "Unset HOST to listen on this machine alone; to reach it from another one, use ssh -L 3000:127.0.0.1:3000.",
  ]);
}
