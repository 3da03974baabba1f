import type { Workspace } from "@slipway/core";
import type { StagedFile } from "./stage-patch.ts";

/** Writes what was staged; where one write fails, the files before it get their old content back and the error goes on. */
export async function writeStagedFiles(workspace: Workspace, files: readonly StagedFile[], signal: AbortSignal): Promise<void> {
  const executable = new Map<string, boolean>();
  for (const { modeFrom } of files) if (modeFrom !== null) executable.set(modeFrom, await isExecutable(workspace, modeFrom, signal));
  // Removals come last, so that no moment has neither the old nor the new place of a moved file.
  const ordered = [...files].sort((a, b) => Number(a.content === null) - Number(b.content === null));
  const written: StagedFile[] = [];
  try {
    for (const file of ordered) {
      written.push(file);
      await put(workspace, file.path, file.content, file.modeFrom === null ? undefined : executable.get(file.modeFrom));
    }
  } catch (error) {
    for (const file of written.reverse()) await put(workspace, file.path, file.original).catch(() => undefined);
    throw error;
  }
}

async function put(workspace: Workspace, path: string, content: Uint8Array | null, executable?: boolean): Promise<void> {
  if (content === null) await workspace.removeFile(path);
  else await workspace.writeFile(path, content, executable === undefined ? {} : { executable });
}

async function isExecutable(workspace: Workspace, path: string, signal: AbortSignal): Promise<boolean> {
  const result = await workspace.runCommand({ command: `test -x ${shellQuoted(`./${path}`)}`, timeoutMs: 10_000, signal });
  return result.exitCode === 0;
}

function shellQuoted(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`;
}
