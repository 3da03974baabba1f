import { createRedactor } from "@slipway/core";
import { ensureBootstrapKey, ensureOwner, openDatabase, readKeyring } from "@slipway/db";
import { openQueue } from "@slipway/queue";
import packageJson from "../../package.json" with { type: "json" };
import type { ApiContext } from "../api/api-context.ts";
import { readSettings } from "../env.ts";
import { createLog } from "./create-log.ts";
import { ownSecrets } from "./own-secrets.ts";

const memo = globalThis as typeof globalThis & { slipwayClients?: Promise<ApiContext> | undefined };

/**
 * The process's database and queue, opened at first use and kept on `globalThis`, because Next loads this module once per bundle.
 * What could not be opened is tried again by the next request.
 */
export function getClients(): Promise<ApiContext> {
  memo.slipwayClients ??= openClients().catch((error: unknown) => {
    memo.slipwayClients = undefined;
    throw error;
  });
  return memo.slipwayClients;
}

async function openClients(): Promise<ApiContext> {
  const settings = readSettings();
  await using opened = new AsyncDisposableStack();
  const keyring = await readKeyring(settings.secretKey);
  const redactor = createRedactor({ secrets: ownSecrets(settings, keyring) });
  const log = createLog({ level: settings.logLevel, name: "web", redactor });
  const db = opened.use(openDatabase({ url: settings.databaseUrl, maxConnections: 10, keyring, redact: redactor.redact }));
  const queue = await openQueue({
    databaseUrl: settings.databaseUrl,
    redisUrl: settings.redisUrl,
    onError: (error) => log.warn({ err: error }, "The queue has trouble"),
  });
  opened.use(queue);
  const { userId } = await ensureOwner(db, { name: "Owner" });
  if (settings.bootstrapKey !== undefined) await ensureBootstrapKey(db, { userId, key: settings.bootstrapKey });
  opened.move();
  return { db, queue, log, settings, version: packageJson.version, closing: closingSignal() };
}

function closingSignal(): AbortSignal {
  const closing = new AbortController();
  for (const name of ["SIGTERM", "SIGINT"]) process.once(name, () => closing.abort());
  return closing.signal;
}
