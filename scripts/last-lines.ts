import { readFile } from "node:fs/promises";

/** The end of a log, for an error message; empty when there is none. */
export async function lastLines(path: string, count = 20): Promise<string> {
  const text = await readFile(path, "utf8").catch(() => "");
  return text.trimEnd().split("\n").slice(-count).join("\n");
}
