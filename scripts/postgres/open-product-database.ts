import { randomBytes } from "node:crypto";
import { readFile, writeFile } from "node:fs/promises";
import pg from "pg";

const NAME = "slipway";

/**
 * The URL of the product's database, made on first use and owned by a role without superuser rights: what reaches SQL
 * through the product cannot read files or start programs. `passwordPath` keeps the role's password.
 */
export async function openProductDatabase({ adminUrl, passwordPath }: { adminUrl: string; passwordPath: string }): Promise<string> {
  const password = await readFile(passwordPath, "utf8").catch(() => randomBytes(24).toString("base64url"));
  await writeFile(passwordPath, password, { mode: 0o600 });
  const client = new pg.Client({ connectionString: adminUrl });
  await client.connect();
  try {
    const { rowCount: roles } = await client.query("SELECT 1 FROM pg_roles WHERE rolname = $1", [NAME]);
    await client.query(`${roles ? "ALTER" : "CREATE"} ROLE ${NAME} LOGIN PASSWORD ${client.escapeLiteral(password)}`);
    const { rowCount: databases } = await client.query("SELECT 1 FROM pg_database WHERE datname = $1", [NAME]);
    if (!databases) await client.query(`CREATE DATABASE ${NAME} OWNER ${NAME}`);
  } finally {
    await client.end();
  }
  const url = new URL(adminUrl);
  url.username = NAME;
  url.password = password;
  url.pathname = `/${NAME}`;
  return url.href;
}
