import { once } from "node:events";
import { connect, createServer, type Socket } from "node:net";
import { DEADLINES, type GatewayContext } from "../src/gateway/gateway-context.ts";
import { createProxyServer } from "../src/gateway/proxy-server.ts";
import { createSpending, type GatewayEvent } from "../src/gateway/spending.ts";
import { VirtualSocket } from "../src/gateway/virtual-socket.ts";

export const PUBLIC_ADDRESS = "93.184.215.14";

export type TestProxyPlan = Partial<GatewayContext> & {
  /** Answers whoever is connected to; what it received is in `received`. */
  onOutside?: (socket: Socket) => void;
  maxUploadBytes?: number;
};

/** The outer half alone, with virtual sockets made by hand and one server that plays all of the outside. */
export async function openTestProxy({ onOutside, maxUploadBytes = 1_000_000, ...overrides }: TestProxyPlan = {}) {
  const events: GatewayEvent[] = [];
  const watchers = new Set<() => void>();
  const note = (event: GatewayEvent) => {
    events.push(event);
    for (const watcher of watchers) watcher();
  };
  const dialled: { addresses: readonly string[]; port: number }[] = [];
  const received: string[] = [];
  const closing = new AbortController();
  const outside = createServer({ allowHalfOpen: true }, (socket) => {
    const index = received.push("") - 1;
    socket.on("data", (chunk) => (received[index] += chunk.toString("latin1"))).on("error", () => undefined);
    (onOutside ?? answerOnce)(socket);
  }).listen(0, "127.0.0.1");
  await once(outside, "listening");
  const place = outside.address();
  const port = typeof place === "object" ? (place?.port ?? 0) : 0;
  const server = createProxyServer({
    policy: { mode: "list", rules: [{ pattern: "allowed.test", ports: [80] }] },
    resolve: async () => [PUBLIC_ADDRESS],
    dial: async ({ addresses, port: asked }) => {
      dialled.push({ addresses, port: asked });
      const socket = connect({ host: "127.0.0.1", port, allowHalfOpen: true });
      socket.on("error", () => undefined);
      await once(socket, "connect");
      return socket;
    },
    ownAddresses: () => new Set(["198.41.0.4"]),
    companyProxy: {},
    interception: null,
    spending: createSpending({ maxUploadBytes, onRequest: note }),
    deadlines: { ...DEADLINES, helloMs: 300 },
    signal: closing.signal,
    ...overrides,
  });
  return {
    events,
    dialled,
    received,
    /** The events so far, once there are that many. */
    async eventsUntil(count: number): Promise<GatewayEvent[]> {
      while (events.length < count) await new Promise<void>((resolve) => watchers.add(resolve));
      return events;
    },
    accept: server.accept,
    connect: () => openClient(server.accept),
    /** Sends bytes as they are and gives back everything that comes until the proxy ends the connection. */
    async talk(...pieces: (string | Buffer)[]): Promise<string> {
      const client = openClient(server.accept);
      for (const piece of pieces) client.send(piece);
      return await client.ended();
    },
    [Symbol.asyncDispose]: async () => {
      closing.abort();
      outside.close();
    },
  };
}

function answerOnce(socket: Socket): void {
  socket.once("data", () => socket.end("HTTP/1.1 200 OK\r\nContent-Length: 2\r\nConnection: close\r\n\r\nhi"));
}

/** Plays the inner half for one connection, keeping to its windows. */
function openClient(accept: (socket: VirtualSocket) => void) {
  let text = "";
  const watchers = new Set<() => void>();
  const wake = () => watchers.forEach((watcher) => void watcher());
  let isOver = false;
  let isClosed = false;
  const over = () => {
    isOver = true;
    wake();
  };
  const socket: VirtualSocket = new VirtualSocket({
    sendData: (payload, sent) => {
      text += payload.toString("latin1");
      wake();
      setImmediate(() => {
        socket.receiveCredit(payload.length);
        sent();
      });
    },
    sendEnd: over,
    sendReset: over,
    sendCredit: () => undefined,
    closed: () => {
      isClosed = true;
      over();
    },
  });
  socket.on("error", () => undefined);
  accept(socket);
  const until = async (isDone: () => boolean) => {
    while (!isDone()) await new Promise<void>((resolve) => watchers.add(resolve));
    return text;
  };
  return {
    send: (bytes: string | Buffer) => void socket.receive(typeof bytes === "string" ? Buffer.from(bytes, "latin1") : bytes),
    finish: () => socket.receiveEnd(),
    reset: () => socket.receiveReset(),
    ended: () => until(() => isOver),
    /** Resolves once the proxy holds nothing of the connection any more. */
    closed: () => until(() => isClosed),
    until: (part: string) => until(() => isOver || text.includes(part)),
    text: () => text,
  };
}
