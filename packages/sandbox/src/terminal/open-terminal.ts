import { randomUUID } from "node:crypto";
import type { Duplex } from "node:stream";
import type { Exec } from "dockerode";
import { variableList } from "../container/container-spec.ts";
import type { DockerEngine } from "../engine/connect-docker.ts";
import { translateDockerError } from "../engine/docker-error.ts";
import { runScript } from "../exec/run-script.ts";
import { type SandboxState, sandboxGone } from "../sandbox-state.ts";
import { STRICT } from "../snapshot/build-snapshot.ts";
import { type SandboxPlan, startSandbox } from "../start-sandbox.ts";
import { putRepository, type RepositoryInput } from "../workspace/put-repository.ts";
import { PUT_TERMINAL_FILE, START_SHELL, TERMINAL_FILES, TERMINAL_FOLDER } from "./terminal-scripts.ts";

export type TerminalPlan = SandboxPlan & {
  repository: Omit<RepositoryInput, "patch">;
  /** Environment variables of the shell alone, as those of a setup script are. */
  secretVariables?: Record<string, string>;
};

export type TerminalSandbox = AsyncDisposable & {
  readonly id: string;
  /** What the terminal shows, as bytes, at the reader's pace: an unread output stops who writes it. Ends with the shell. */
  readonly output: AsyncIterable<Uint8Array>;
  write(keys: string): void;
  /** A size that cannot be set is no error: a later one is. */
  resize(size: { columns: number; rows: number }): Promise<void>;
  /** Puts the script where the shell's command `setup_script` finds it, which runs it as the build of a snapshot does. */
  putSetupScript(script: string): Promise<void>;
  /** What was run at the prompt, oldest first; what a blank leads is left out. Empty where the image has no bash. */
  readCommands(): Promise<{ command: string; exitCode: number }[]>;
  /** The shell's exit code; null while it runs and once the container is gone. */
  exitCode(): Promise<number | null>;
  /** Why the platform ended it by itself; null while it did not. */
  loss(): string | null;
  stop(): Promise<void>;
};

const COMMANDS_BYTES = 256 * 1_024;

/**
 * A shell with a tty as root in the workspace of a container in the setup's phase: the same confinement, network and variables as a
 * snapshot's build. Nothing of it is kept. Throws as `openSandbox` does. The caller owns it.
 */
export async function openTerminal(engine: DockerEngine, plan: TerminalPlan): Promise<TerminalSandbox> {
  const { state, stop } = await startSandbox(engine, plan, "setup");
  try {
    await putRepository(state, { ...plan.repository, patch: null });
    for (const [name, content] of Object.entries(TERMINAL_FILES)) await putFile(state, name, content);
    const { exec, connection } = await startShell(state, plan);
    return terminalOf(state, { exec, connection, stop });
  } catch (error) {
    await stop().catch(() => undefined);
    plan.signal?.throwIfAborted();
    throw error;
  }
}

async function startShell(state: SandboxState, { secretVariables }: TerminalPlan): Promise<{ exec: Exec; connection: Duplex }> {
  try {
    const exec = await state.container.exec({
      User: state.user,
      Cmd: ["/bin/sh", "-c", START_SHELL],
      Env: variableList({ ...state.variables, ...secretVariables, TERM: "xterm-256color" }),
      AttachStdin: true,
      AttachStdout: true,
      AttachStderr: true,
      Tty: true,
    });
    const connection = await exec.start({ hijack: true, stdin: true, Tty: true });
    // A cut connection shows as the end of the output.
    connection.on("error", () => undefined);
    return { exec, connection };
  } catch (error) {
    throw translateDockerError(error, "starting a terminal's shell");
  }
}

type Parts = { exec: Exec; connection: Duplex; stop(): Promise<void> };

function terminalOf(state: SandboxState, { exec, connection, stop }: Parts): TerminalSandbox {
  const end = () => {
    connection.destroy();
    return stop();
  };
  return {
    id: state.container.id,
    output: readAll(connection),
    write: (keys) => void (connection.writable && connection.write(keys)),
    resize: async ({ columns, rows }) => void (await exec.resize({ w: columns, h: rows }).catch(() => undefined)),
    putSetupScript: (script) => putFile(state, "setup.sh", `${STRICT}${script}\n`),
    readCommands: () => readCommands(state),
    exitCode: () =>
      exec.inspect().then(
        ({ Running, ExitCode }) => (Running ? null : ExitCode),
        () => null,
      ),
    loss: () => (state.loss?.code === "disk_full" ? state.loss.message : null),
    stop: end,
    [Symbol.asyncDispose]: end,
  };
}

async function* readAll(connection: Duplex): AsyncGenerator<Uint8Array> {
  try {
    for await (const chunk of connection) yield chunk as Uint8Array;
  } catch (error) {
    if (!connection.destroyed) throw error;
  }
}

async function putFile(state: SandboxState, name: string, content: string): Promise<void> {
  // Moved into place, so that a shell never reads half of it.
  const args = [name, randomUUID()];
  const { exitCode, errors } = await runScript(state, { user: state.user, body: PUT_TERMINAL_FILE, args, stdin: Buffer.from(content) });
  if (exitCode !== 0) throw sandboxGone(state, new Error(`A file of the terminal could not be written: ${errors.trim()}`));
}

/** Pairs of exit code and command, each ended by NUL. A command that is still being written is not there yet. */
async function readCommands(state: SandboxState): Promise<{ command: string; exitCode: number }[]> {
  const body = `tail -c ${COMMANDS_BYTES} ${TERMINAL_FOLDER}/tried 2>/dev/null; true`;
  const { output } = await runScript(state, { user: state.user, body });
  const fields = output.toString().split("\0").slice(0, -1);
  const commands: { command: string; exitCode: number }[] = [];
  for (let at = output.length < COMMANDS_BYTES ? 0 : fields.findIndex(isCode); at >= 0 && at + 1 < fields.length; at += 2) {
    const [code = "", command = ""] = fields.slice(at, at + 2);
    if (isCode(code) && command.trim() !== "") commands.push({ command: command.trim(), exitCode: Number(code) });
  }
  return commands;
}

function isCode(field: string): boolean {
  return /^\d{1,3}$/.test(field);
}
