import { once } from "node:events";
import { request as httpRequest, type IncomingMessage } from "node:http";
import { createServer as createHttps } from "node:https";
import { connect, createServer, type Server, type Socket } from "node:net";
import { connect as connectTls, type TLSSocket } from "node:tls";
import { createAuthority } from "../src/gateway/interception/attempt-authority.ts";
import type { GatewaySecret } from "../src/gateway/interception/gateway-secret.ts";
import { createInterception } from "../src/gateway/interception/interception.ts";
import { VirtualSocket } from "../src/gateway/virtual-socket.ts";
import { openTestProxy, type TestProxyPlan } from "./open-test-proxy.ts";

export const SECRET_HOST = "secret.test";
export const CANARY = "Bearer canary-7f3a9c51d20e";
export const SECRET: GatewaySecret = { name: "TOKEN", hosts: [SECRET_HOST], header: "Authorization", value: CANARY };

type Plan = Omit<TestProxyPlan, "interception" | "dial" | "onOutside"> & {
  secrets?: readonly GatewaySecret[];
  /** What the outside answers over TLS: "fine" to everything when absent. */
  onRequest?: Parameters<typeof createHttps>[1];
  /** The name in the certificate that the outside shows; the one that was asked for when absent. */
  certificateFor?: string;
  isTrusted?: boolean;
};

/** The outer half with secrets to add, a TLS server that plays the outside, and a port at which real TLS clients reach the proxy. */
export async function openInterceptingProxy({ secrets = [SECRET], onRequest, certificateFor, isTrusted = true, ...plan }: Plan = {}) {
  const authority = createAuthority({ hosts: ["test"], now: new Date() });
  const asked: { url: string; method: string; headers: string[]; sni: string; body: string }[] = [];
  const outside = createHttps({ SNICallback: (name, done) => done(null, authority.contextFor(certificateFor ?? name)) });
  outside.on("request", (request, response) => {
    const reading = read(request).catch(() => null);
    void reading.then((body) => {
      if (body === null) return;
      asked.push({ url: request.url ?? "", method: request.method ?? "", headers: request.rawHeaders, sni: sniOf(request.socket), body });
      if (onRequest === undefined) response.end("fine");
      else onRequest(request, response);
    });
  });
  outside.on("tlsClientError", () => undefined);
  const outsidePort = await listen(outside);
  const interception = createInterception({
    secrets,
    authorities: isTrusted ? { own: authority.certificate, usual: "" } : null,
    now: new Date(),
  });
  const dialled: { addresses: readonly string[]; port: number }[] = [];
  const proxy = await openTestProxy({
    policy: { mode: "list", rules: [SECRET_HOST, "other.test"].map((pattern) => ({ pattern, ports: [80] })) },
    ...plan,
    interception,
    dial: async ({ addresses, port }) => {
      dialled.push({ addresses, port });
      return await reach(outsidePort);
    },
  });
  const front = createServer({ highWaterMark: 8_192, allowHalfOpen: true }, (socket) => bridge(socket, proxy.accept));
  const frontPort = await listen(front);
  return {
    ...proxy,
    asked,
    dialled,
    /** CONNECT and then TLS as a client that trusts the attempt's authority, or another one. Rejects where either fails. */
    async connectTo(host: string, { port = 443, sni = host, ca = interception?.authority.certificate ?? "" } = {}): Promise<TLSSocket> {
      const socket = await reach(frontPort);
      socket.write(`CONNECT ${host}:${port} HTTP/1.1\r\nHost: ${host}:${port}\r\n\r\n`);
      const [answer] = (await once(socket, "data")) as [Buffer];
      if (!answer.toString().startsWith("HTTP/1.1 200")) throw new Error(answer.toString());
      const secure = connectTls({ socket, servername: sni, ca, ALPNProtocols: ["http/1.1"] });
      secure.on("error", () => socket.destroy());
      await once(secure, "secureConnect");
      return secure;
    },
    outsideCertificate: authority.certificate,
    [Symbol.asyncDispose]: async () => {
      await proxy[Symbol.asyncDispose]();
      front.close();
      outside.closeAllConnections();
      outside.close();
    },
  };
}

/** One request over a connection that is left afterwards. */
export async function ask(
  secure: TLSSocket,
  {
    path = "/",
    method = "GET",
    headers = {},
    body,
  }: { path?: string; method?: string; headers?: Record<string, string>; body?: string } = {},
) {
  const request = httpRequest({ path, method, headers: { host: SECRET_HOST, ...headers }, createConnection: () => secure });
  request.on("error", () => undefined).end(body);
  const [response] = (await once(request, "response")) as [IncomingMessage];
  const text = await read(response);
  secure.destroy();
  return { status: response.statusCode, headers: response.headers, text };
}

/** Raw bytes over a connection that the other side ends. */
export async function say(secure: TLSSocket, bytes: string): Promise<string> {
  let text = "";
  secure.setEncoding("latin1").on("data", (chunk: string) => (text += chunk));
  secure.write(bytes, "latin1");
  await Promise.race([once(secure, "end"), once(secure, "close")]);
  secure.destroy();
  return text;
}

export async function read(stream: AsyncIterable<Buffer>): Promise<string> {
  const parts: Buffer[] = [];
  for await (const part of stream) parts.push(part);
  return Buffer.concat(parts).toString("latin1");
}

async function listen(server: Server): Promise<number> {
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const place = server.address();
  return typeof place === "object" ? (place?.port ?? 0) : 0;
}

async function reach(port: number): Promise<Socket> {
  const socket = connect({ host: "127.0.0.1", port, allowHalfOpen: true });
  socket.on("error", () => undefined);
  await once(socket, "connect");
  return socket;
}

/** Plays the inner half: a connection's bytes become a virtual socket's, within its windows. */
function bridge(socket: Socket, accept: (socket: VirtualSocket) => void): void {
  let waiting = 0;
  const virtual: VirtualSocket = new VirtualSocket({
    sendData: (payload, sent) => {
      socket.write(payload, () => virtual.receiveCredit(payload.length));
      sent();
    },
    sendEnd: () => void socket.end(),
    sendReset: () => void socket.destroy(),
    sendCredit: (bytes) => {
      waiting -= bytes;
      socket.resume();
    },
    closed: () => undefined,
  });
  virtual.on("error", () => undefined);
  socket.on("error", () => undefined);
  socket.on("data", (chunk: Buffer) => {
    waiting += chunk.length;
    if (waiting > 32_768) socket.pause();
    virtual.receive(chunk);
  });
  socket.on("end", () => virtual.receiveEnd());
  socket.on("close", () => virtual.receiveReset());
  accept(virtual);
}

function sniOf(socket: Socket): string {
  return "servername" in socket ? String(socket.servername) : "";
}
