import { once } from "node:events";
import { createServer } from "node:http";
import { connect } from "node:net";
import type { DockerEngine } from "../engine/connect-docker.ts";
import { runScript } from "../exec/run-script.ts";
import type { GatewayPolicy } from "../gateway/gateway-policy.ts";
import { openGateway } from "../gateway/open-gateway.ts";
import type { SandboxState } from "../sandbox-state.ts";
import { ALLOWED_HOST, gatewayQuestions, readGatewayAnswers } from "./gateway-questions.ts";
import { readSections } from "./probe-facts.ts";
import { GATEWAY_PROBE } from "./probe-script.ts";
import { type Architecture, staticProgram } from "./static-program.ts";

export type GatewayProbe = { image: string; architecture: Architecture; policy?: GatewayPolicy; timeoutMs: number };

/** `requests` are the hosts of what came out, `interfaces` those of the container while its gateway is open. */
export type GatewayAnswers =
  | { kind: "answered"; allowed: string | null; denied: string | null; requests: string[]; interfaces: string[] }
  | { kind: "failed"; reason: string };

const ONE_HOST: GatewayPolicy = { mode: "list", rules: [{ pattern: ALLOWED_HOST, ports: [80] }] };
/** Public, so that it passes; nobody connects to it. */
const SOME_ADDRESS = "1.1.1.1";
const MAX_UPLOAD_BYTES = 65_536;

/** Opens a task's gateway, of which the outside alone is played, and asks from inside. Nothing leaves this machine. */
export async function probeGateway(engine: DockerEngine, state: SandboxState, probe: GatewayProbe): Promise<GatewayAnswers> {
  const { image, architecture, policy = ONE_HOST, timeoutMs } = probe;
  try {
    await using outside = await listenOutside();
    await using _gateway = await openGateway(engine, state, {
      policy,
      onRequest: () => undefined,
      maxUploadBytes: MAX_UPLOAD_BYTES,
      forwarderImage: image,
      resolve: async () => [SOME_ADDRESS],
      dial: outside.dial,
    });
    const program = staticProgram(architecture, gatewayQuestions(architecture));
    const { output } = await runScript(state, { body: GATEWAY_PROBE, args: [String(program.length)], stdin: program, timeoutMs });
    const { words, bytes } = readSections(output);
    return { kind: "answered", ...readGatewayAnswers(bytes("answers")), requests: outside.requests, interfaces: words("interfaces") };
  } catch (error) {
    return { kind: "failed", reason: error instanceof Error ? error.message : String(error) };
  }
}

async function listenOutside() {
  const requests: string[] = [];
  const server = createServer(({ headers }, response) => {
    requests.push(headers.host ?? "");
    response.end();
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  const place = server.address();
  const port = typeof place === "object" && place !== null ? place.port : 0;
  return {
    requests,
    dial: async () => {
      const socket = connect({ host: "127.0.0.1", port, allowHalfOpen: true });
      socket.on("error", () => undefined);
      await once(socket, "connect");
      return socket;
    },
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections();
      server.close();
    },
  };
}
