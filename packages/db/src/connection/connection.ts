import type { PrismaClient } from "../generated/client.ts";
import type { Keyring } from "../secrets/keyring.ts";
import type { Redact } from "./storable.ts";

/** Symbol.for: a reloaded module of a development server still knows handles made before. */
export const connection = Symbol.for("slipway.database");

/** An open pool of connections; made by `openDatabase`, given to every verb, closed by its owner. */
export type Database = AsyncDisposable & { readonly [key: symbol]: unknown };

/** What a `Database` holds for the verbs of this package. */
export type Connection = { prisma: PrismaClient; redact: Redact; keyring: Keyring | null };

/** Verbs accept a handle of `openDatabase` and nothing else; anything else is a defect of the caller. */
export function connectionOf(db: Database): Connection {
  const held = db[connection];
  if (held === undefined) throw new TypeError("This is not a handle that openDatabase made");
  return held as Connection;
}

/** The client for raw statements and models. */
export function prismaOf(db: Database): PrismaClient {
  return connectionOf(db).prisma;
}
