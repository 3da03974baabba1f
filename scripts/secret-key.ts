import { randomBytes } from "node:crypto";
import { chmod, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { StepError } from "./step-error.ts";

/**
 * The file with the key that secrets are sealed with, made at the first start. Nobody but this user reads it; it is never
 * written again, since without it what it sealed is lost.
 */
export async function ensureSecretKey({ dataFolder }: { dataFolder: string }): Promise<string> {
  const path = join(dataFolder, "secret-key");
  try {
    await writeFile(path, `${randomBytes(32).toString("base64")}\n`, { flag: "wx", mode: 0o600 });
  } catch (cause) {
    if (!isAlreadyThere(cause)) throw new StepError(`${path} cannot be written.`, ["Give this user the right to write there."], { cause });
  }
  await chmod(path, 0o600);
  return path;
}

function isAlreadyThere(error: unknown): boolean {
  return error instanceof Error && "code" in error && error.code === "EEXIST";
}
