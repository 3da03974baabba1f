import { randomUUID } from "node:crypto";
import { readFile } from "node:fs/promises";
import { BOUNDS, InvalidInputError, type Workspace } from "@slipway/core";
import { z } from "zod";
import { parseJson } from "../parse-json.ts";
import type { PageRequest } from "./page-request.ts";

const lines = z.array(z.string().max(2_000)).max(100);
/** What the script says of the page; written by a process of the sandbox, so by anybody in there. */
const PageReport = z.object({
  error: z.string().max(2_000).nullable(),
  title: z.string().max(10_000),
  url: z.string().max(100_000),
  text: z.string().max(10_000),
  height: z.number(),
  isCut: z.boolean(),
  console: lines,
  requests: lines,
  notes: lines,
});
export type PageReport = z.infer<typeof PageReport>;

export type PageShot = { kind: "shot"; report: PageReport; picture: Uint8Array | null } | { kind: "impossible"; reason: string };

const noBrowser = 3;
const commandNotFound = 127;
const reportBytes = 2 ** 20;
const timeoutMs = 60_000;

/**
 * Drives the browser of the sandbox's image by a script that is put beside it, so that any image with Node and Chromium will do. Its
 * folder is gone afterwards.
 */
export async function photographPage(
  request: PageRequest,
  { workspace, signal }: { workspace: Workspace; signal: AbortSignal },
): Promise<PageShot> {
  const folder = `/tmp/slipway-screenshot-${randomUUID()}`;
  try {
    await workspace.writeFile(`${folder}/photograph.mjs`, await readFile(new URL("photograph.mjs", import.meta.url)));
    const command = `exec node ${folder}/photograph.mjs ${folder} ${shellQuoted(JSON.stringify(request))} "$PATH"`;
    const { exitCode, ending } = await workspace.runCommand({ command, timeoutMs, signal, maxOutputBytes: 0 });
    if (ending !== "exited") return impossible("The browser did not answer within a minute and was ended.");
    if (exitCode === noBrowser) return impossible("The image of this sandbox has no Chromium, so no screenshot can be taken.");
    if (exitCode === commandNotFound)
      return impossible("The image of this sandbox has no Node, which drives its browser, so no screenshot can be taken.");
    return await readShot(workspace, folder);
  } catch (error) {
    // A temporary folder that is full or closed is the sandbox's own; a sandbox that is gone is nothing the model can mend.
    if (error instanceof InvalidInputError) return impossible(`No screenshot can be taken: ${error.message}`);
    throw error;
  } finally {
    await workspace.removeFile(folder).catch(() => undefined);
  }
}

async function readShot(workspace: Workspace, folder: string): Promise<PageShot> {
  const report = await read(workspace, `${folder}/report.json`, reportBytes);
  const parsed = PageReport.safeParse(report === null ? null : parseJson(new TextDecoder().decode(report)));
  if (!parsed.success)
    return impossible(
      "The browser could not be driven: its script gave no report. Look at the memory and the disk that the sandbox has left.",
    );
  // What stands there after an error was cut short.
  const picture = parsed.data.error === null ? await read(workspace, `${folder}/picture`, BOUNDS.imageBytes) : null;
  return { kind: "shot", report: parsed.data, picture };
}

async function read(workspace: Workspace, path: string, maxBytes: number): Promise<Uint8Array | null> {
  try {
    return await workspace.readFile(path, { maxBytes });
  } catch (error) {
    if (error instanceof InvalidInputError) return null;
    throw error;
  }
}

function impossible(reason: string): PageShot {
  return { kind: "impossible", reason };
}

function shellQuoted(text: string): string {
  return `'${text.replaceAll("'", String.raw`'\''`)}'`;
}
