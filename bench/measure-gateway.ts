import { randomUUID } from "node:crypto";
import { once } from "node:events";
import { createServer, type RequestListener } from "node:http";
import { createServer as createSecureServer } from "node:https";
import { connect, type Server, type Socket } from "node:net";
import { Limits } from "@slipway/core";
import { z } from "zod";
import { runCommand } from "../packages/sandbox/src/exec/run-command.ts";
import { createAuthority } from "../packages/sandbox/src/gateway/interception/attempt-authority.ts";
import { createInterception } from "../packages/sandbox/src/gateway/interception/interception.ts";
import { sandboxAuthorities } from "../packages/sandbox/src/gateway/interception/sandbox-authorities.ts";
import { openGateway } from "../packages/sandbox/src/gateway/open-gateway.ts";
import { putAuthorities } from "../packages/sandbox/src/gateway/put-authorities.ts";
import { startSandbox } from "../packages/sandbox/src/start-sandbox.ts";
import { gatewayClient } from "./gateway-client.ts";
import type { Product } from "./product.ts";
import { type Row, rowOf } from "./report/row.ts";

const WARM_UPS = 10;
const ADDED_MS = 5;
const HOST = "plain.test";
const SECRET_HOST = "secret.test";
const SECRET = { name: "TOKEN", hosts: [SECRET_HOST], header: "Authorization", value: "Bearer a-token-of-the-benchmark" };
const TIMEOUT_MS = 300_000;

const Times = z.object({
  direct: z.array(z.number()),
  plain: z.array(z.number()),
  directTls: z.array(z.number()),
  tunnel: z.array(z.number()),
  intercepted: z.array(z.number()),
});

/** One request through the gateway beside the same client's request to a server in its own sandbox; only the outside is played. */
export async function measureGateway(
  { engine, image, signal }: Pick<Product, "engine" | "image" | "signal">,
  { count }: { count: number },
): Promise<Row[]> {
  await using outside = await playOutside();
  const authorities = { own: outside.certificate, usual: "" };
  const interception = createInterception({ secrets: [SECRET], authorities, now: new Date() });
  const owner = { instance: `bench-${process.pid}`, attemptId: randomUUID(), epoch: 1, role: "agent" } as const;
  const { state, stop } = await startSandbox(engine, { image, limits: Limits.parse({}), variables: {}, owner, signal }, "agent");
  await using sandbox = new AsyncDisposableStack();
  sandbox.defer(stop);
  await putAuthorities(state, sandboxAuthorities(authorities, interception) ?? authorities);
  const rules = [HOST, SECRET_HOST].map((pattern) => ({ pattern, ports: [80] }));
  sandbox.use(
    await openGateway(engine, state, {
      policy: { mode: "list", rules },
      onRequest: () => undefined,
      maxUploadBytes: Number.MAX_SAFE_INTEGER,
      forwarderImage: image,
      interception,
      resolve: async () => ["93.184.215.14"],
      dial: ({ port }) => outside.dial(port),
      signal,
    }),
  );
  const command = gatewayClient({ count, warmUps: WARM_UPS, host: HOST, secretHost: SECRET_HOST });
  let output = "";
  const { exitCode } = await runCommand(state, { command, timeoutMs: TIMEOUT_MS, signal, onOutput: (text) => (output += text) });
  if (exitCode !== 0) throw new Error(`The client in the sandbox failed: ${output}`);
  return rowsOf(Times.parse(JSON.parse(output)));
}

function rowsOf({ direct, plain, directTls, tunnel, intercepted }: z.infer<typeof Times>): Row[] {
  const target = { text: `≤ ${ADDED_MS} ms added`, limit: (floor: number) => floor + ADDED_MS };
  const secure = { name: "direct TLS request", values: directTls };
  return [
    rowOf({
      name: "one HTTP request through the gateway",
      unit: "ms",
      values: plain,
      floor: { name: "direct request", values: direct },
      target,
    }),
    rowOf({ name: "one HTTPS request through the gateway", unit: "ms", values: tunnel, floor: secure, target }),
    rowOf({ name: "one HTTPS request to which it adds a secret", unit: "ms", values: intercepted, floor: secure, target }),
  ];
}

/** Servers of this process in the place of every host: the gateway is told that they are there. */
async function playOutside() {
  const authority = createAuthority({ hosts: [HOST, SECRET_HOST], now: new Date() });
  const answer: RequestListener = (_, response) => response.end("fine");
  const plain = createServer(answer);
  const secure = createSecureServer({ SNICallback: (name, done) => done(null, authority.contextFor(name)) }, answer);
  const [plainPort, securePort] = [await listen(plain), await listen(secure)];
  return {
    certificate: authority.certificate,
    async dial(port: number): Promise<Socket> {
      const socket = connect({ host: "127.0.0.1", port: port === 443 ? securePort : plainPort, allowHalfOpen: true, noDelay: true });
      socket.on("error", () => undefined);
      await once(socket, "connect");
      return socket;
    },
    async [Symbol.asyncDispose]() {
      for (const server of [plain, secure]) {
        server.closeAllConnections();
        server.close();
      }
    },
  };
}

async function listen(server: Server): Promise<number> {
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const place = server.address();
  return typeof place === "object" ? (place?.port ?? 0) : 0;
}
