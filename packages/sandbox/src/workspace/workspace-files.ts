import { posix } from "node:path";
import { InvalidInputError, type Workspace } from "@slipway/core";
import { WORKSPACE_ROOT } from "../container/container-spec.ts";
import { runScript } from "../exec/run-script.ts";
import type { SandboxState } from "../sandbox-state.ts";

const READ_LIMIT_BYTES = 10 * 2 ** 20;
const NOT_A_FILE = 44;

/** `-f` follows links and refuses pipes, devices and folders, so reading never waits. */
const READ = `[ -f "$1" ] && [ -r "$1" ] || end ${NOT_A_FILE}
head -c "$2" <"$1"`;

const WRITE = `path=$1 bytes=$2 mode=$3
folder=\${path%/*}
[ -z "$folder" ] || [ -d "$folder" ] || mkdir -p -- "$folder" || end 1
if [ -e "$path" ] && [ ! -f "$path" ]; then echo "not a regular file" >&2; end 1; fi
if [ "$bytes" = 0 ]; then : >"$path"; else head -c "$bytes" >"$path"; fi || end 1
[ -z "$mode" ] || chmod "$mode" -- "$path"`;

/** Files are read and written by whom the commands run as, so that each finds what the other made and a sealed tree stays closed. */
export function workspaceFiles(state: SandboxState): Pick<Workspace, "readFile" | "writeFile" | "removeFile"> {
  return {
    async readFile(path, { maxBytes = READ_LIMIT_BYTES } = {}) {
      const target = absolutePath(path);
      const { exitCode, output, truncated } = await runScript(state, {
        user: state.user,
        body: READ,
        args: [target, String(maxBytes + 1)],
        maxBytes,
      });
      if (truncated) throw new InvalidInputError(`${path} holds more than the ${maxBytes} bytes that are read at most`);
      return exitCode === 0 ? output : null;
    },
    async writeFile(path, content, { executable } = {}) {
      const mode = executable === undefined ? "" : executable ? "755" : "644";
      const args = [absolutePath(path), String(content.length), mode];
      const { exitCode, errors } = await runScript(state, { user: state.user, body: WRITE, args, stdin: content });
      if (exitCode !== 0) throw new InvalidInputError(`${path} cannot be written: ${errors.trim()}`);
    },
    async removeFile(path) {
      const { exitCode, errors } = await runScript(state, { user: state.user, body: 'rm -rf -- "$1"', args: [absolutePath(path)] });
      if (exitCode !== 0) throw new InvalidInputError(`${path} cannot be removed: ${errors.trim()}`);
    },
  };
}

function absolutePath(path: string): string {
  if (path.includes("\0")) throw new InvalidInputError("A path cannot contain a NUL character");
  return posix.resolve(WORKSPACE_ROOT, path);
}
