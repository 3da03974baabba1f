import pg from "pg";

/** Every row of every table of the database, as Postgres writes it as text (bytea in hex): what pg_dump would hold, table by table. */
export async function* dumpDatabase({ url }: { url: string }): AsyncGenerator<{ table: string; rows: string[] }> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    const { rows: tables } = await client.query<{ schema: string; name: string }>(
      `SELECT schemaname AS schema, tablename AS name FROM pg_tables WHERE schemaname NOT IN ('pg_catalog', 'information_schema') ORDER BY 1, 2`,
    );
    for (const { schema, name } of tables) {
      const table = `${pg.escapeIdentifier(schema)}.${pg.escapeIdentifier(name)}`;
      const { rows } = await client.query<{ row: string }>(`SELECT each::text AS row FROM ${table} AS each`);
      yield { table: `${schema}.${name}`, rows: rows.map(({ row }) => row) };
    }
  } finally {
    await client.end();
  }
}
