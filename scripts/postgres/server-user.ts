import { spawnSync } from "node:child_process";
import { readFile } from "node:fs/promises";
import { findProgram } from "../find-program.ts";
import { runCommand } from "../run-command.ts";
import { StepError } from "../step-error.ts";

const NAME = "postgres";

export type ServerUser = { uid: number; gid: number };

/** The user that Postgres runs as when we are root, which Postgres itself refuses to be; null when we are not root. */
export async function serverUser(): Promise<ServerUser | null> {
  if (process.getuid?.() !== 0) return null;
  const known = await findUser();
  if (known) return known;
  const remedy = [`Create the user ${NAME} (useradd --system ${NAME}), or set DATABASE_URL to a Postgres server, and run npm start again.`];
  const useradd = await findProgram("useradd");
  if (!useradd) throw new StepError(`Postgres does not run as root and there is no user ${NAME}.`, remedy);
  await runCommand({ command: useradd, args: ["--system", "--user-group", "--shell", "/usr/sbin/nologin", NAME], remedy });
  const created = await findUser();
  if (!created) throw new StepError(`The user ${NAME} could not be created.`, remedy);
  return created;
}

async function findUser(): Promise<ServerUser | null> {
  const line = (await readFile("/etc/passwd", "utf8")).split("\n").find((entry) => entry.startsWith(`${NAME}:`));
  const [, , uid, gid] = line?.split(":") ?? [];
  return uid && gid ? { uid: Number(uid), gid: Number(gid) } : null;
}

type Invocation = { command: string; args: string[]; options: Partial<ServerUser> };

/**
 * How `command` is run as `user`. A clone below /root is closed to every other user: there Postgres is given the one
 * capability that lets it pass through folders, which nothing below a database role without superuser rights can use.
 */
export async function asServerUser({
  user,
  command,
  args,
  paths,
}: {
  user: ServerUser | null;
  command: string;
  args: string[];
  paths: string[];
}) {
  if (!user) return { command, args, options: {} } satisfies Invocation;
  const reachable = [command, ...paths].every((path) => spawnSync("/usr/bin/test", ["-r", path], user).status === 0);
  if (reachable) return { command, args, options: user } satisfies Invocation;
  const setpriv = await findProgram("setpriv");
  if (!setpriv) {
    throw new StepError(`The user ${NAME} may not read ${command} or ${paths.join(", ")}.`, [
      "Clone Slipway to a folder that every user may enter, such as /opt, or set DATABASE_URL to a Postgres server.",
    ]);
  }
  const capability = await readingCapability();
  const rights = [`--inh-caps=-all,+${capability}`, `--ambient-caps=-all,+${capability}`, `--bounding-set=-all,+${capability}`];
  const identity = [`--reuid=${user.uid}`, `--regid=${user.gid}`, "--clear-groups"];
  return { command: setpriv, args: [...identity, ...rights, command, ...args], options: {} } satisfies Invocation;
}

/** Container engines take dac_read_search away by default and leave dac_override. */
async function readingCapability(): Promise<string> {
  const status = await readFile("/proc/self/status", "utf8");
  const effective = BigInt(`0x${/^CapEff:\s*(\w+)/m.exec(status)?.[1] ?? "0"}`);
  return (effective & 4n) === 4n ? "dac_read_search" : "dac_override";
}
