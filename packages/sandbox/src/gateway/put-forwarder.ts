import { Readable } from "node:stream";
import { UnavailableError } from "@slipway/core";
import { readSandboxLabels, sandboxLabels } from "../container/sandbox-labels.ts";
import type { DockerEngine } from "../engine/connect-docker.ts";
import { readFrames } from "../exec/exec-stream.ts";
import { runScript } from "../exec/run-script.ts";
import type { SandboxState } from "../sandbox-state.ts";
import { FORWARDER_PATH } from "./start-forwarder.ts";

const MAX_BYTES = 4 * 2 ** 20;
const ELF = Buffer.from("\x7fELF", "latin1");
/** Written beside and moved into place, so that it is never half there. The folder is root's: the agent can replace nothing in it. */
const PUT = `umask 022
mkdir -p /opt/slipway && head -c "$1" >${FORWARDER_PATH}.new && chmod 755 ${FORWARDER_PATH}.new && mv -f ${FORWARDER_PATH}.new ${FORWARDER_PATH}`;

const known = new WeakMap<DockerEngine, Map<string, Promise<Buffer>>>();

/** Puts the inner half into a sandbox whose image lacks it. It is static, so that any Linux image of the engine's architecture runs it. */
export async function putForwarder(engine: DockerEngine, state: SandboxState, forwarderImage: string): Promise<void> {
  const program = await readForwarder(engine, state, forwarderImage);
  const { exitCode, errors } = await runScript(state, { user: "0:0", body: PUT, args: [String(program.length)], stdin: program });
  if (exitCode !== 0) throw new UnavailableError(`The gateway could not be put into the sandbox: ${errors.trim()}`);
}

/** Read once per engine and image. */
function readForwarder(engine: DockerEngine, state: SandboxState, forwarderImage: string): Promise<Buffer> {
  const ofEngine = known.get(engine) ?? new Map<string, Promise<Buffer>>();
  known.set(engine, ofEngine);
  const found = ofEngine.get(forwarderImage) ?? copyOut(engine, state, forwarderImage);
  ofEngine.set(forwarderImage, found);
  found.catch(() => ofEngine.delete(forwarderImage));
  return found;
}

/** The container runs `cat` alone; its output ends with it. It is labelled as the sandbox is, so that it is reaped where this process dies. */
async function copyOut({ docker }: DockerEngine, state: SandboxState, forwarderImage: string): Promise<Buffer> {
  const owner = readSandboxLabels((await state.container.inspect()).Config.Labels);
  const container = await docker.createContainer({
    Image: forwarderImage,
    User: "65534:65534",
    Entrypoint: [],
    Cmd: ["cat", FORWARDER_PATH],
    Labels: owner === null ? {} : sandboxLabels({ ...owner, role: "gateway" }),
    HostConfig: { NetworkMode: "none", CapDrop: ["ALL"], SecurityOpt: ["no-new-privileges:true"], LogConfig: { Type: "none", Config: {} } },
  });
  try {
    const stream = await container.attach({ stream: true, stdout: true, stderr: true });
    const reading = collect(stream);
    await container.start();
    const program = await reading;
    if (!program.subarray(0, 4).equals(ELF)) throw new UnavailableError(`The image ${forwarderImage} holds no gateway; build it anew.`);
    return program;
  } finally {
    await container.remove({ force: true, v: true }).catch(() => undefined);
  }
}

async function collect(stream: NodeJS.ReadableStream): Promise<Buffer> {
  const parts: Buffer[] = [];
  let length = 0;
  for await (const { source, data } of readFrames(Readable.from(stream))) {
    length += data.length;
    if (length > MAX_BYTES) throw new UnavailableError("The gateway's program is larger than it can be.");
    if (source === "stdout") parts.push(data);
  }
  return Buffer.concat(parts);
}
