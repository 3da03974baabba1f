import { randomUUID } from "node:crypto";
import { once } from "node:events";
import { createServer, type RequestListener } from "node:http";
import { createServer as createSecureServer } from "node:https";
import { connect } from "node:net";
import type { SecureContext } from "node:tls";
import { resolveLimits } from "@slipway/core";
import { runCommand } from "../src/exec/run-command.ts";
import type { GatewayPolicy } from "../src/gateway/gateway-policy.ts";
import { createAuthority } from "../src/gateway/interception/attempt-authority.ts";
import type { GatewaySecret } from "../src/gateway/interception/gateway-secret.ts";
import { createInterception } from "../src/gateway/interception/interception.ts";
import { sandboxAuthorities } from "../src/gateway/interception/sandbox-authorities.ts";
import { openGateway } from "../src/gateway/open-gateway.ts";
import { proxyEnvironment } from "../src/gateway/proxy-environment.ts";
import { putAuthorities } from "../src/gateway/put-authorities.ts";
import type { DockerEngine, GatewayEvent } from "../src/index.ts";
import { startSandbox } from "../src/start-sandbox.ts";
import { testEngine, testImage, testInstance } from "./open-test-sandbox.ts";

export type TestGatewayPlan = {
  role?: "agent" | "setup";
  policy?: GatewayPolicy;
  onOutside?: RequestListener;
  maxUploadBytes?: number;
  resolve?: (host: string) => Promise<string[]>;
  /** With secrets the outside speaks TLS, with certificates of an authority that the host trusts. */
  secrets?: readonly GatewaySecret[];
  engine?: DockerEngine;
};

type Done = (error: Error | null, context?: SecureContext) => void;

const PUBLIC_ADDRESS = "93.184.215.14";

/** A real sandbox and gateway; only the outside is played, by a server of this process to which every vetted address leads. */
export async function openTestGateway({ role = "agent", onOutside, engine = testEngine, ...plan }: TestGatewayPlan = {}) {
  const { secrets = [] } = plan;
  const listener: RequestListener = onOutside ?? ((_request, response) => response.end("hello from outside\n"));
  const authority = createAuthority({ hosts: ["test"], now: new Date() });
  const tls = { SNICallback: (name: string, done: Done) => done(null, authority.contextFor(name)) };
  const outside = (secrets.length > 0 ? createSecureServer(tls, listener) : createServer(listener)).listen(0, "127.0.0.1");
  await once(outside, "listening");
  const place = outside.address();
  const port = typeof place === "object" ? (place?.port ?? 0) : 0;
  let reached = 0;
  outside.on("connection", () => (reached += 1));
  const events: GatewayEvent[] = [];
  const owner = { instance: testInstance, attemptId: randomUUID(), epoch: 1, role };
  const limits = resolveLimits({ memoryBytes: 512 * 2 ** 20, processes: 256 });
  const authorities = { own: authority.certificate, usual: "" };
  const interception = createInterception({ secrets, authorities, now: new Date() });
  const variables = proxyEnvironment({ hasAuthorities: interception !== null });
  const { state, stop } = await startSandbox(engine, { image: testImage, limits, variables, owner }, role);
  const trusted = sandboxAuthorities(authorities, interception);
  if (interception !== null && trusted !== null) await putAuthorities(state, trusted);
  const gateway = await openGateway(engine, state, {
    policy: plan.policy ?? { mode: "list", rules: [{ pattern: "allowed.test", ports: [80] }] },
    onRequest: (event) => void events.push(event),
    maxUploadBytes: plan.maxUploadBytes ?? 5 * 2 ** 20,
    forwarderImage: testImage,
    interception,
    resolve: plan.resolve ?? (async () => [PUBLIC_ADDRESS]),
    dial: async () => {
      const socket = connect({ host: "127.0.0.1", port, allowHalfOpen: true });
      socket.on("error", () => undefined);
      await once(socket, "connect");
      return socket;
    },
  });
  return {
    events,
    state,
    gateway,
    reached: () => reached,
    async run(command: string, timeoutMs = 60_000): Promise<string> {
      let text = "";
      await runCommand(state, { command, timeoutMs, onOutput: (chunk) => (text += chunk) });
      return text;
    },
    async [Symbol.asyncDispose]() {
      await gateway[Symbol.asyncDispose]();
      await stop();
      outside.closeAllConnections();
      outside.close();
    },
  };
}
