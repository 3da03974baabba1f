import { access, constants } from "node:fs/promises";
import { delimiter, join } from "node:path";

/** Servers live in sbin, which an ordinary user's PATH leaves out. */
const EXTRA_FOLDERS = ["/usr/local/sbin", "/usr/sbin", "/sbin"];

/** The full path of a program, or null where it is not installed. */
export async function findProgram(name: string): Promise<string | null> {
  for (const folder of [...(process.env.PATH ?? "").split(delimiter), ...EXTRA_FOLDERS]) {
    const path = join(folder, name);
    const found = await access(path, constants.X_OK).then(
      () => true,
      () => false,
    );
    if (found) return path;
  }
  return null;
}
