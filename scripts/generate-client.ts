import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { contentHash } from "./content-hash.ts";
import { runCommand } from "./run-command.ts";

/** Generates the database client when the schema has changed since the last time. */
export async function generateClient({ root }: { root: string }): Promise<void> {
  const stamp = join(root, "packages/db/src/generated/.made-from");
  const wanted = await contentHash({ root, paths: ["prisma/schema.prisma", "prisma.config.ts", "node_modules/prisma/package.json"] });
  if ((await readFile(stamp, "utf8").catch(() => "")) === wanted) return;
  await runCommand({
    command: process.execPath,
    args: [join(root, "node_modules/prisma/build/index.js"), "generate"],
    cwd: root,
    // A path that exists keeps Prisma from fetching an engine that generating does not use.
    env: { PRISMA_SCHEMA_ENGINE_BINARY: "/bin/true", CHECKPOINT_DISABLE: "1" },
    remedy: ["Delete node_modules and run the same command again."],
  });
  await writeFile(stamp, wanted);
}
