import { copyFile, mkdir, readdir, readFile, writeFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import type { DiffTarget, MigrationList } from "@prisma/schema-engine-wasm/schema_engine_bg";
import pg from "pg";
import { openSchemaEngine } from "./schema-engine.ts";

const schemaPath = fileURLToPath(new URL("schema.prisma", import.meta.url));
const migrationsPath = fileURLToPath(new URL("migrations", import.meta.url));
/** The schema as the newest migration leaves it, so that a diff needs no database to replay them in. */
const migratedPath = `${migrationsPath}/migrated-schema.txt`;
const filters = { externalTables: [], externalEnums: [] };
const lockfile = 'provider = "postgresql"\n';
/** Any constant that nothing else in this database uses as an advisory lock. */
const migrationLock = 7_305_201_811;

/**
 * Applies what is missing, in order, and returns the names applied. Safe when several processes start at once: one
 * applies, the others wait for it and find nothing to do. Throws when an applied migration was edited or has failed.
 */
export async function migrate({ url }: { url: string }): Promise<string[]> {
  const holder = new pg.Client({ connectionString: url });
  await holder.connect();
  try {
    await holder.query("SELECT pg_advisory_lock($1)", [migrationLock]);
    await using opened = await openSchemaEngine({ url });
    return (await opened.engine.applyMigrations({ migrationsList: await listMigrations(), filters })).appliedMigrationNames;
  } finally {
    await holder.end();
  }
}

/** Names of the migrations that the database at `url` still lacks. */
export async function pendingMigrations({ url }: { url: string }): Promise<string[]> {
  await using opened = await openSchemaEngine({ url });
  const migrationsList = await listMigrations();
  const { history } = await opened.engine.diagnoseMigrationHistory({ migrationsList, optInToShadowDatabase: false, filters });
  return history?.diagnostic === "databaseIsBehind" ? history.unappliedMigrationNames : [];
}

async function listMigrations(): Promise<MigrationList> {
  const entries = await readdir(migrationsPath, { withFileTypes: true });
  const names = entries.filter((entry) => entry.isDirectory()).map((entry) => entry.name);
  const migrationDirectories = await Promise.all(
    names.sort().map(async (name) => {
      const value = await readFile(`${migrationsPath}/${name}/migration.sql`, "utf8");
      return { path: name, migrationFile: { path: "migration.sql", content: { tag: "ok" as const, value } } };
    }),
  );
  const lock = { path: "migration_lock.toml", content: lockfile };
  return { baseDir: migrationsPath, lockfile: lock, shadowDbInitScript: "", migrationDirectories };
}

async function writeMigration(url: string, name: string): Promise<string> {
  await mkdir(migrationsPath, { recursive: true });
  await using opened = await openSchemaEngine({ url });
  const from = await datamodel(migratedPath).catch(() => ({ tag: "empty" as const }));
  const { stdout } = await opened.engine.diff({ from, to: await datamodel(schemaPath), script: true, exitCode: null, filters });
  const sql = stdout ?? "";
  if (sql.trim() === "" || sql.includes("This is an empty migration")) return "The migrations already make this schema; nothing written.";
  const folder = `${new Date().toISOString().replaceAll(/\D/g, "").slice(0, 14)}_${name}`;
  await mkdir(`${migrationsPath}/${folder}`);
  await writeFile(`${migrationsPath}/${folder}/migration.sql`, sql);
  await writeFile(`${migrationsPath}/migration_lock.toml`, lockfile);
  await copyFile(schemaPath, migratedPath);
  return `Wrote migrations/${folder}/migration.sql`;
}

async function datamodel(path: string): Promise<DiffTarget> {
  return { tag: "schemaDatamodel", files: [{ path: "schema.prisma", content: await readFile(path, "utf8") }] };
}

async function main([command, name]: string[]): Promise<string> {
  const url = process.env.DATABASE_URL;
  if (url === undefined || url === "") throw new Error("Set DATABASE_URL to the database's connection string.");
  if (command === "deploy") {
    const applied = await migrate({ url });
    return applied.length === 0 ? "The database is up to date." : `Applied ${applied.join(", ")}`;
  }
  if (command === "status") {
    const pending = await pendingMigrations({ url });
    return pending.length === 0 ? "The database is up to date." : `Pending: ${pending.join(", ")}`;
  }
  if (command === "diff" && name !== undefined && /^[a-z0-9_]+$/.test(name)) return await writeMigration(url, name);
  throw new Error("Usage: node prisma/migrate.ts deploy | status | diff <name_in_snake_case>");
}

if (import.meta.main) {
  // The engine leaves its 10 s lock timer behind, which would hold the process up: exit says that all is done.
  try {
    process.stdout.write(`${await main(process.argv.slice(2))}\n`, () => process.exit(0));
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`, () => process.exit(1));
  }
}
