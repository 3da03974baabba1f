import { randomBytes } from "node:crypto";
import pg from "pg";

/** The same database by a role with this very password. Dispose of it after the database, whose objects the role may own. */
export async function withPassword({ url, password }: { url: string; password: string }): Promise<{ url: string } & AsyncDisposable> {
  const role = `slipway_test_${randomBytes(6).toString("hex")}`;
  await onServer(`CREATE ROLE ${role} LOGIN SUPERUSER PASSWORD ${pg.escapeLiteral(password)}`);
  const address = new URL(url);
  address.username = role;
  address.password = password;
  return { url: address.href, [Symbol.asyncDispose]: () => onServer(`DROP ROLE ${role}`) };
}

async function onServer(statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: process.env.TEST_POSTGRES_URL });
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}
