import { createServer } from "node:http";
import type { Duplex } from "node:stream";
import { forwardRequest } from "./forward-request.ts";
import type { GatewayContext } from "./gateway-context.ts";
import { UpstreamAgent } from "./interception/upstream-agent.ts";
import { leaveClient, refusal } from "./leave-client.ts";
import { openTunnel, type TunnelInside } from "./open-tunnel.ts";
import { VirtualSocket } from "./virtual-socket.ts";

const KEEP_ALIVE_MS = 30_000;
const SILENCE_MARGIN_MS = 5_000;
const MAX_HEADER_BYTES = 32_768;
const NO_TUNNEL_IN_A_TUNNEL = "A tunnel cannot lead into another one.";
const NO_UPGRADE_BESIDE_SECRETS =
  "To a host that is sent a secret by the gateway, HTTP may not switch to another protocol such as WebSocket.";

/** The proxy of one attempt. It listens nowhere: sockets are handed to it. */
export function createProxyServer(context: GatewayContext): { accept(socket: VirtualSocket): void } {
  const tunnels = new WeakMap<Duplex, TunnelInside>();
  const { interception } = context;
  const upstream = interception === null ? null : new UpstreamAgent(context, interception);
  const server = createServer({ maxHeaderSize: MAX_HEADER_BYTES, insecureHTTPParser: false, keepAliveTimeout: KEEP_ALIVE_MS });
  // Later than the same deadline outside, whose end can still be told to the client.
  server.timeout = context.deadlines.idleMs + SILENCE_MARGIN_MS;
  const serve = (socket: Duplex, inside: TunnelInside) => {
    tunnels.set(socket, inside);
    server.emit("connection", socket);
  };
  server.on("request", (request, response) => {
    response.on("error", () => undefined);
    forwardRequest(context, { request, response, tunnel: tunnels.get(request.socket), upstream }).catch(() => response.destroy());
  });
  const refuse = (socket: Duplex, { host, port }: { host: string; port: number }, reason: string) => {
    context.spending.report({ type: "network.denied", host, port, reason, command: null });
    leaveClient(socket, refusal("403 Forbidden", reason));
  };
  server.on("connect", ({ url: authority = "", socket: asked }, socket: Duplex, head: Buffer) => {
    // One tunnel inside another would be judged by the first one's name.
    const inside = tunnels.get(asked);
    if (inside !== undefined) return refuse(socket, inside.target, NO_TUNNEL_IN_A_TUNNEL);
    if (!(socket instanceof VirtualSocket)) return void socket.destroy();
    socket.setTimeout(0);
    socket.removeAllListeners("timeout");
    if (head.length > 0) socket.unshift(head);
    openTunnel(context, { authority, socket, serve }).catch(() => socket.destroy());
  });
  server.on("upgrade", ({ url = "", headers, socket: asked }, socket: Duplex) => {
    const inside = tunnels.get(asked);
    const reason = inside?.isIntercepted ? NO_UPGRADE_BESIDE_SECRETS : "Plain HTTP may not switch to another protocol.";
    refuse(socket, inside?.target ?? { host: headers.host ?? url, port: 80 }, reason);
  });
  server.on("clientError", (_error, socket: Duplex) => {
    // What follows a request that cannot be read is told again and again.
    if (socket.writable) leaveClient(socket, refusal("400 Bad Request", "The request cannot be read."));
    else if (!socket.writableEnded) socket.destroy();
  });
  return { accept: (socket) => void server.emit("connection", socket) };
}
