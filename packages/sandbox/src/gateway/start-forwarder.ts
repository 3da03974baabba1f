import type { Duplex } from "node:stream";
import { UnavailableError } from "@slipway/core";
import type { Container } from "dockerode";
import { type Multiplexer, multiplex } from "./multiplex.ts";
import type { VirtualSocket } from "./virtual-socket.ts";

export const FORWARDER_PATH = "/opt/slipway/forward";
/** Another uid than the agent's, so that nothing of the agent's can end it or take its port. */
export const FORWARDER_USER = "65534:65534";
const READY_MS = 15_000;

/** Runs the inner half and resolves once it listens. Throws UnavailableError, with what it said, when it does not. */
export async function startForwarder(container: Container, onConnection: (socket: VirtualSocket) => void): Promise<Multiplexer> {
  const attach = { AttachStdin: true, AttachStdout: true, AttachStderr: true, Tty: false };
  let stream: Duplex;
  try {
    const exec = await container.exec({ User: FORWARDER_USER, WorkingDir: "/", Cmd: [FORWARDER_PATH], ...attach });
    stream = await exec.start({ hijack: true, stdin: true });
  } catch (error) {
    throw new UnavailableError(`The gateway of sandbox ${container.id.slice(0, 12)} did not start.`, { cause: error });
  }
  const multiplexer = multiplex(stream, onConnection);
  const late = setTimeout(() => multiplexer.close(), READY_MS);
  try {
    await multiplexer.ready;
    return multiplexer;
  } catch (error) {
    const said = error instanceof Error ? error.message : String(error);
    throw new UnavailableError(`The gateway of sandbox ${container.id.slice(0, 12)} did not start: ${said}`, { cause: error });
  } finally {
    clearTimeout(late);
  }
}
