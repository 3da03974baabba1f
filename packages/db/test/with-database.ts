import { createHash, randomBytes } from "node:crypto";
import { readdir, readFile } from "node:fs/promises";
import pg from "pg";
import { migrate } from "../../../prisma/migrate.ts";
import type { Database } from "../src/connection/connection.ts";
import { type DatabaseOptions, openDatabase } from "../src/connection/open-database.ts";

export { aPicture } from "./a-picture.ts";
export { dumpDatabase } from "./dump-database.ts";
export { withPassword } from "./with-password.ts";

/** A migrated database of one's own on the server of TEST_POSTGRES_URL; disposing closes `db` and drops it. */
export type TestDatabase = { db: Database; url: string } & AsyncDisposable;

/**
 * Clones a template that is migrated once per state of the migrations. Usage: `await using test = await withDatabase()`,
 * or once per file, disposed in `afterAll`.
 */
export async function withDatabase(options: Omit<DatabaseOptions, "url"> = {}): Promise<TestDatabase> {
  const serverUrl = process.env.TEST_POSTGRES_URL;
  if (serverUrl === undefined) throw new Error("TEST_POSTGRES_URL is not set; the integration project's set-up provides it.");
  const name = `slipway_test_${randomBytes(6).toString("hex")}`;
  await onServer(serverUrl, async (client) => {
    const template = `slipway_template_${await migrationsHash()}`;
    // Held over the clone too: cloning fails while the migrating connection of another process is open.
    await client.query("SELECT pg_advisory_lock(7305201812)");
    await ensureTemplate(client, serverUrl, template);
    await client.query(`CREATE DATABASE ${name} TEMPLATE ${template}`);
  });
  const url = databaseUrl(serverUrl, name);
  const db = openDatabase({ url, ...options });
  return {
    db,
    url,
    async [Symbol.asyncDispose]() {
      await db[Symbol.asyncDispose]();
      await onServer(serverUrl, (client) => client.query(`DROP DATABASE ${name} WITH (FORCE)`));
    },
  };
}

async function ensureTemplate(client: pg.Client, serverUrl: string, template: string): Promise<void> {
  const { rowCount } = await client.query("SELECT FROM pg_database WHERE datname = $1", [template]);
  if (rowCount !== 0) return;
  await client.query(`DROP DATABASE IF EXISTS ${template}_new WITH (FORCE)`);
  await client.query(`CREATE DATABASE ${template}_new`);
  await migrate({ url: databaseUrl(serverUrl, `${template}_new`) });
  await client.query(`ALTER DATABASE ${template}_new RENAME TO ${template}`);
}

async function migrationsHash(): Promise<string> {
  const folder = new URL("../../../prisma/migrations/", import.meta.url);
  const files = (await readdir(folder, { recursive: true })).filter((file) => file.endsWith(".sql")).sort();
  const texts = await Promise.all(files.map((file) => readFile(new URL(file, folder), "utf8")));
  return createHash("sha256").update(texts.join("\n")).digest("hex").slice(0, 12);
}

async function onServer<Result>(url: string, work: (client: pg.Client) => Promise<Result>): Promise<Result> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}

function databaseUrl(serverUrl: string, name: string): string {
  const url = new URL(serverUrl);
  url.pathname = `/${name}`;
  return url.href;
}
