import { createPostgresBackend, createPostgresRelayBackend, DEFAULT_SCHEMA, type PgPool, Relay, runMigrations, withBackend } from "bullmq";
import pg from "pg";
import type { Backing, Ring } from "./backing.ts";

const { Queue, Worker } = withBackend(createPostgresBackend);

/**
 * One pool for everything, made here: BullMQ can only build its own where `require` exists, which a bundled worker lacks.
 * Each listener and the relay hold one connection for LISTEN, the rest serve queries.
 */
export async function openPostgresBacking(options: {
  databaseUrl: string;
  namespace: string;
  onError: (error: Error) => void;
}): Promise<Backing> {
  const pool = new pg.Pool({
    connectionString: options.databaseUrl,
    // No message waits for the disk: what a crash of the server loses is rung again from the rows that it speaks of.
    options: `-c search_path=${DEFAULT_SCHEMA} -c synchronous_commit=off`,
    max: 10,
    keepAlive: true,
    connectionTimeoutMillis: 10_000,
    application_name: "slipway-queue",
  });
  // Every bell, listener and the relay listens for the pool's errors.
  pool.setMaxListeners(100);
  pool.on("error", options.onError);
  await migrate(pool);
  const connection = asPgPool(pool);
  return {
    name: "PostgreSQL",
    openBell: (topic) => new Queue<Ring>(topic, { connection }),
    openListener: (topic, handle, listener) =>
      new Worker<Ring>(topic, (ring, token, signal) => handle(ring, token, signal), { connection, ...listener }),
    openRelay: () => new Relay({ connection, backend: createPostgresRelayBackend, namespace: options.namespace }) as Relay<never>,
    ping: async () => {
      const result = await pool.query<{ server_version: string }>("SHOW server_version");
      return result.rows[0]?.server_version ?? "unknown";
    },
    close: () => pool.end(),
  };
}

async function migrate(pool: pg.Pool): Promise<void> {
  try {
    const client = await pool.connect();
    try {
      await runMigrations(client, DEFAULT_SCHEMA);
    } finally {
      client.release();
    }
  } catch (error) {
    await pool.end();
    throw error;
  }
}

/** BullMQ documents that it takes a real `pg.Pool`; only the overloads of `@types/pg` keep the compiler from seeing it. */
function asPgPool(pool: pg.Pool): PgPool {
  return pool as unknown as PgPool;
}
