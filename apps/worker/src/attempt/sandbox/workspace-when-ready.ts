import type { Workspace } from "@slipway/core";

/**
 * The same workspace, whose every use waits until the repository is in place. The first model request may thus be
 * under way while the checkout still runs; a checkout that fails makes the first use throw its error.
 */
export function workspaceWhenReady(workspace: Workspace, ready: Promise<void>): Workspace {
  ready.catch(() => undefined);
  return {
    root: workspace.root,
    runCommand: (command) => ready.then(() => workspace.runCommand(command)),
    readFile: (path, options) => ready.then(() => workspace.readFile(path, options)),
    writeFile: (path, content, options) => ready.then(() => workspace.writeFile(path, content, options)),
    removeFile: (path) => ready.then(() => workspace.removeFile(path)),
  };
}
