import { createHash } from "node:crypto";
import { PrismaPg } from "@prisma/adapter-pg";
import pg from "pg";
import { PrismaClient } from "../generated/client.ts";
import type { Keyring } from "../secrets/keyring.ts";
import { type Connection, connection, type Database } from "./connection.ts";
import type { Redact } from "./storable.ts";

/**
 * Connects lazily, with at most `maxConnections` (5) connections. `redact` sees every text that an attempt leaves
 * behind before it is stored. Without a `keyring` secrets are neither written nor read. The caller disposes.
 */
export function openDatabase({ url, maxConnections = 5, redact = (text) => text, keyring = null }: DatabaseOptions): Database {
  const pool = new pg.Pool({ connectionString: url, max: maxConnections });
  // A lost idle connection is replaced at the next query; without a listener it would end the process.
  pool.on("error", () => undefined);
  const prisma = new PrismaClient({ adapter: new PrismaPg(pool, { statementNameGenerator: ({ sql }) => statementName(sql) }) });
  const held: Connection = { prisma, redact, keyring };
  return {
    [connection]: held,
    async [Symbol.asyncDispose]() {
      await prisma.$disconnect();
      await pool.end();
    },
  };
}

export type DatabaseOptions = { url: string; maxConnections?: number; redact?: Redact; keyring?: Keyring | null };

/** A prepared statement per distinct text, so that hot statements are planned once per connection. */
function statementName(sql: string): string {
  return createHash("sha1").update(sql).digest("base64url");
}
