import { randomBytes } from "node:crypto";
import pg from "pg";
import { expect, test } from "vitest";
import { migrate, pendingMigrations } from "./migrate.ts";

test("several processes that deploy at once apply each migration once; a second deploy does nothing", async () => {
  const server = process.env.TEST_POSTGRES_URL ?? "";
  const name = `slipway_test_${randomBytes(6).toString("hex")}`;
  const client = new pg.Client({ connectionString: server });
  await client.connect();
  try {
    await client.query(`CREATE DATABASE ${name}`);
    const url = Object.assign(new URL(server), { pathname: `/${name}` }).href;
    const pending = await pendingMigrations({ url });
    expect(pending.length).toBeGreaterThan(0);
    const applied = await Promise.all([migrate({ url }), migrate({ url }), migrate({ url })]);
    expect(applied.flat()).toEqual(pending);
    expect(await pendingMigrations({ url })).toEqual([]);
  } finally {
    await client.query(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`);
    await client.end();
  }
});
