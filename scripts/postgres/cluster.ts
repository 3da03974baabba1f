import { randomBytes } from "node:crypto";
import { chown, mkdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { runCommand } from "../run-command.ts";
import type { ServerPrograms } from "./server-programs.ts";
import { asServerUser, type ServerUser } from "./server-user.ts";

export type Cluster = { folder: string; password: string; user: ServerUser | null };

/**
 * The database cluster below `root`, made on first use. The password of its superuser stands in a file that only the
 * owner of `root` may read. An interrupted first start leaves nothing that a second one would take for a cluster.
 */
export async function openCluster({
  root,
  programs,
  user,
}: {
  root: string;
  programs: ServerPrograms;
  user: ServerUser | null;
}): Promise<Cluster> {
  const folder = join(root, "cluster");
  await mkdir(root, { recursive: true, mode: 0o700 });
  if (user) await chown(root, user.uid, user.gid);
  const passwordPath = `${root}-password`;
  const known = await readFile(join(folder, "PG_VERSION"), "utf8").catch(() => null);
  if (known) return { folder, password: (await readFile(passwordPath, "utf8")).trim(), user };
  const password = randomBytes(24).toString("base64url");
  await writeFile(passwordPath, password, { mode: 0o600 });
  await makeCluster({ root, programs, user, password });
  return { folder, password, user };
}

async function makeCluster({
  root,
  programs,
  user,
  password,
}: {
  root: string;
  programs: ServerPrograms;
  user: ServerUser | null;
  password: string;
}) {
  const unfinished = join(root, "unfinished");
  const passwordForInit = join(root, "password");
  await rm(unfinished, { recursive: true, force: true });
  await writeFile(passwordForInit, password, { mode: 0o600 });
  if (user) await chown(passwordForInit, user.uid, user.gid);
  try {
    const flags = [
      `--pgdata=${unfinished}`,
      `--pwfile=${passwordForInit}`,
      "--username=postgres",
      "--auth=scram-sha-256",
      "--encoding=UTF8",
      "--locale=C",
      "--locale-provider=builtin",
      "--builtin-locale=C.UTF-8",
    ];
    const { command, args, options } = await asServerUser({ user, command: programs.initdb, args: flags, paths: [root] });
    const remedy = [`Mend what it names (disk space, rights of ${root}) and run npm start again.`];
    await runCommand({ command, args, ...options, cwd: "/", env: { LC_ALL: "C", TZ: "UTC" }, remedy });
  } finally {
    await rm(passwordForInit, { force: true });
  }
  await rename(unfinished, join(root, "cluster"));
}
