import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { PrismaPg } from "@prisma/adapter-pg";
import { bindMigrationAwareSqlAdapterFactory } from "@prisma/driver-adapter-utils";
import * as bindings from "@prisma/schema-engine-wasm/schema_engine_bg";
import pg from "pg";

type Exports = Record<string, unknown>;

/** What the generated glue exports without declaring it. */
const glue = bindings as unknown as { __wbg_set_wasm(exports: Exports): void };
/** Every Node has it; its types come with the DOM's, which nothing else here wants. */
const { WebAssembly: wasm } = globalThis as unknown as {
  WebAssembly: { instantiate(bytes: Uint8Array, imports: Record<string, object>): Promise<{ instance: { exports: Exports } }> };
};

let ready: Promise<void> | undefined;

/**
 * Prisma's Schema Engine as WebAssembly: what `prisma migrate` runs, without the native binary that the CLI downloads.
 * Disposing closes its connections.
 */
export async function openSchemaEngine({ url }: { url: string }): Promise<{ engine: bindings.SchemaEngine } & AsyncDisposable> {
  ready ??= instantiate();
  await ready;
  const pool = new pg.Pool({ connectionString: url, max: 2 });
  const adapter = bindMigrationAwareSqlAdapterFactory(new PrismaPg(pool));
  const schema = await readFile(new URL("schema.prisma", import.meta.url), "utf8");
  const engine = await bindings.SchemaEngine.new({ datamodels: [["schema.prisma", schema]] }, () => undefined, adapter);
  return {
    engine,
    async [Symbol.asyncDispose]() {
      engine.free();
      await pool.end();
    },
  };
}

async function instantiate(): Promise<void> {
  const report = (message: string) => process.stderr.write(`schema engine: ${message}\n`);
  Object.assign(globalThis, { PRISMA_WASM_PANIC_REGISTRY: { set_message: report } });
  const path = createRequire(import.meta.url)
    .resolve("@prisma/schema-engine-wasm")
    .replace(/schema_engine\.js$/, "schema_engine_bg.wasm");
  const { instance } = await wasm.instantiate(await readFile(path), { "./schema_engine_bg.js": { ...bindings } });
  glue.__wbg_set_wasm(instance.exports);
  const start = instance.exports.__wbindgen_start;
  if (typeof start === "function") start();
}
