import { posix } from "node:path";
import { InvalidInputError, UnavailableError, type Workspace } from "@slipway/core";
import { AGENT_HOME, READER_USER, WORKSPACE_ROOT } from "../container/container-spec.ts";
import { killEveryProcess } from "../exec/kill-processes.ts";
import { runScript } from "../exec/run-script.ts";
import type { SandboxState } from "../sandbox-state.ts";

const READER_HOME = "/tmp/reader";
const TIMEOUT_MS = 600_000;

/** What only its owner, of one uid, may change; only modes that are otherwise are touched, since that copies a file into the layer. */
const TAKE_WRITING = `find /workspace /home/agent ! -type l -user "$(id -u)" \\( -perm -020 -o -perm -002 -o ! -perm -044 -o -type d ! -perm -055 \\) \\
  -exec chmod go-w,a+rX {} + 2>/dev/null`;

/** Tools of the agent's home stay at hand; what programs write into theirs goes into memory. */
const MAKE_HOME = `mkdir -p ${READER_HOME} || end 1
for entry in /home/agent/* /home/agent/.[!.]*; do
  case $entry in */.cache | */.npm | */.gitconfig) ;; *) [ ! -e "$entry" ] || ln -sfn "$entry" ${READER_HOME}/ ;; esac
done
printf '[safe]\\n\\tdirectory = *\\n' >${READER_HOME}/.gitconfig`;

/**
 * From here on every command runs under another uid than the files': it reads all of the work tree and writes none of it. What still
 * ran is ended. Temporary folders stay writable, through the port too. May be called again.
 */
export async function sealWorkspace(state: SandboxState): Promise<void> {
  await killEveryProcess(state);
  for (const user of ["0:0", undefined]) {
    await runScript(state, { body: TAKE_WRITING, timeoutMs: TIMEOUT_MS, ...(user && { user }) });
  }
  state.user = READER_USER;
  state.variables = { ...state.variables, HOME: READER_HOME, USER: "reader", GIT_OPTIONAL_LOCKS: "0" };
  await killEveryProcess(state);
  const { exitCode, errors } = await runScript(state, { user: READER_USER, body: MAKE_HOME });
  if (exitCode !== 0) throw new UnavailableError(`The sandbox could not be made read-only: ${errors.trim()}`);
  await proveSealed(state);
}

const PROVE = `[ -r /workspace ] && [ ! -w /workspace ] &&
  [ -z "$(find /workspace ! -type l \\( -perm -002 -o -user "$(id -u)" -o -group "$(id -g)" -perm -020 \\) | head -n 1)" ]`;

/** A file of a mode or an owner that nobody thought of must not make the tree writable unseen. */
async function proveSealed(state: SandboxState): Promise<void> {
  const { exitCode } = await runScript(state, { user: READER_USER, body: PROVE, timeoutMs: TIMEOUT_MS });
  if (exitCode !== 0) throw new UnavailableError("The sandbox could not be made read-only: its work tree can still be written.");
}

/** What only its owner may change. Links from elsewhere lead into it too; there the reader's uid is refused by the kernel. */
const SEALED = [WORKSPACE_ROOT, AGENT_HOME];

/** The port's own writing refuses with a reason. Outside of what is sealed it writes as the reader does. */
export function refuseWriting(state: SandboxState, files: Pick<Workspace, "writeFile" | "removeFile">): typeof files {
  const refuseWhenSealed = (path: string) => {
    const target = posix.resolve(WORKSPACE_ROOT, path);
    if (state.user !== READER_USER || !SEALED.some((folder) => `${target}/`.startsWith(`${folder}/`))) return;
    throw new InvalidInputError(`${path} cannot be changed: the work tree and the agent's home are read-only.`);
  };
  return {
    async writeFile(path, content, options) {
      refuseWhenSealed(path);
      await files.writeFile(path, content, options);
    },
    async removeFile(path) {
      refuseWhenSealed(path);
      await files.removeFile(path);
    },
  };
}
