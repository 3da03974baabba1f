import { createServer } from "node:http";
import type { Duplex } from "node:stream";
import { forwardRequest } from "./forward-request.ts";
import type { GatewayContext } from "./gateway-context.ts";
import { openTunnel } from "./open-tunnel.ts";
import type { Target } from "./parse-target.ts";
import { VirtualSocket } from "./virtual-socket.ts";

const KEEP_ALIVE_MS = 30_000;
const SILENCE_MARGIN_MS = 5_000;
const MAX_HEADER_BYTES = 32_768;

/** The proxy of one attempt. It listens nowhere: sockets are handed to it. */
export function createProxyServer(context: GatewayContext): { accept(socket: VirtualSocket): void } {
  const plainTunnels = new WeakMap<Duplex, Target>();
  const server = createServer({ maxHeaderSize: MAX_HEADER_BYTES, insecureHTTPParser: false, keepAliveTimeout: KEEP_ALIVE_MS });
  // Later than the same deadline outside, whose end can still be told to the client.
  server.timeout = context.deadlines.idleMs + SILENCE_MARGIN_MS;
  const servePlain = (socket: Duplex, target: Target) => {
    plainTunnels.set(socket, target);
    server.emit("connection", socket);
  };
  server.on("request", (request, response) => {
    response.on("error", () => undefined);
    forwardRequest(context, { request, response, tunnelTarget: plainTunnels.get(request.socket) }).catch(() => response.destroy());
  });
  server.on("connect", ({ url: authority = "", socket: asked }, socket: Duplex, head: Buffer) => {
    // One tunnel inside another would be judged by the first one's name.
    if (!(socket instanceof VirtualSocket) || plainTunnels.has(asked)) return void socket.destroy();
    socket.setTimeout(0);
    socket.removeAllListeners("timeout");
    if (head.length > 0) socket.unshift(head);
    openTunnel(context, { authority, socket, servePlain }).catch(() => socket.destroy());
  });
  server.on("upgrade", ({ url = "", headers }, socket: Duplex) => {
    const host = headers.host ?? url;
    const reason = "Plain HTTP may not switch to another protocol.";
    context.spending.report({ type: "network.denied", host, port: 80, reason, command: null });
    socket.end(`HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\nConnection: close\r\n\r\n`);
  });
  server.on("clientError", (_error, socket: Duplex) => {
    if (socket.writable) socket.end("HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\nConnection: close\r\n\r\n");
    else socket.destroy();
  });
  return { accept: (socket) => void server.emit("connection", socket) };
}
