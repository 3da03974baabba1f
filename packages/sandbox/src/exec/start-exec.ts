import { randomBytes } from "node:crypto";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import type { Container } from "dockerode";
import { variableList } from "../container/container-spec.ts";
import { translateDockerError } from "../engine/docker-error.ts";
import { readFrames } from "./exec-stream.ts";
import { createMarkReader, type ExecMark } from "./mark-reader.ts";

export type ExecRequest = {
  user: string;
  /** A POSIX sh script that begins with `BEGIN`. */
  script: string;
  args?: readonly string[];
  stdin?: Uint8Array | Readable;
  variables?: Record<string, string>;
};

type ExecItem = { source: "stdout" | "stderr"; data: Buffer } | ExecMark;

export type RunningExec = {
  /** Output and marks in the order in which they came. Ends with the connection; read at the reader's pace. */
  items: AsyncIterable<ExecItem>;
  /** Waits until the engine knows the exit code; null while the container is gone. */
  exitCode(): Promise<number | null>;
  /** Lets go of the connection. The engine may close the output of what still runs with it, which ends what writes there. */
  release(): void;
  /** Throws away what still comes, until everything that holds the output has ended. */
  drain(): void;
};

/** One round trip to create, one to start. Throws UnavailableError when the container or Docker is gone. */
export async function startExec(container: Container, request: ExecRequest): Promise<RunningExec> {
  const nonce = randomBytes(12).toString("hex");
  const attempted = `running a command in sandbox ${container.id.slice(0, 12)}`;
  try {
    const exec = await container.exec({
      User: request.user,
      Cmd: ["/bin/sh", "-c", request.script, "slipway", nonce, ...(request.args ?? [])],
      AttachStdin: request.stdin !== undefined,
      AttachStdout: true,
      AttachStderr: true,
      Tty: false,
      ...(request.variables && { Env: variableList(request.variables) }),
    });
    const connection = await exec.start({ hijack: true, stdin: true });
    // A cut connection shows as the end of the output; who reads it finds out why.
    connection.on("error", () => undefined);
    if (request.stdin !== undefined) feed(connection, request.stdin);
    return {
      items: readItems(connection, nonce),
      exitCode: () => awaitExitCode(exec),
      release: () => void connection.destroy(),
      drain: () => void connection.on("end", () => connection.destroy()).on("data", () => undefined),
    };
  } catch (error) {
    throw translateDockerError(error, attempted);
  }
}

function feed(connection: NodeJS.ReadWriteStream, stdin: Uint8Array | Readable): void {
  const source = stdin instanceof Readable ? stdin : Readable.from([stdin]);
  // A command may end without reading its input; the exit code tells.
  pipeline(source, connection).catch(() => undefined);
}

async function* readItems(connection: Readable, nonce: string): AsyncGenerator<ExecItem> {
  const marks = createMarkReader(nonce);
  try {
    for await (const { source, data } of readFrames(connection)) {
      if (source === "stderr") yield { source, data };
      else for (const found of marks.read(data)) yield asItem(found);
    }
  } catch (error) {
    if (!connection.destroyed) throw error;
  }
  if (marks.rest().length > 0) yield asItem(marks.rest());
}

function asItem(found: Buffer | ExecMark): ExecItem {
  return Buffer.isBuffer(found) ? { source: "stdout", data: found } : found;
}

async function awaitExitCode(exec: { inspect(): Promise<{ Running: boolean; ExitCode: number | null }> }): Promise<number | null> {
  for (let attempt = 0; attempt < 50; attempt += 1) {
    try {
      const { Running, ExitCode } = await exec.inspect();
      if (!Running) return ExitCode;
    } catch {
      return null;
    }
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  return null;
}
