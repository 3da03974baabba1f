import type { Duplex } from "node:stream";
import { readFrames } from "../exec/exec-stream.ts";
import { createFrameReader, encodeFrame, type Frame, type FrameType, MAX_CONNECTIONS, PROTOCOL } from "./frames.ts";
import { type SocketWire, VirtualSocket } from "./virtual-socket.ts";

const ERRORS_LIMIT = 2_000;

export type Multiplexer = {
  /** Resolves once the inner half listens; rejects, with what it said, when it ended before that. */
  readonly ready: Promise<void>;
  /** Resolves when the stream has ended, for whatever reason. */
  readonly ended: Promise<void>;
  close(): void;
};

/** Makes sockets of what the inner half sends over its exec's stream. Whoever holds this stream is the attempt; nothing it says names one. */
export function multiplex(stream: Duplex, onConnection: (socket: VirtualSocket) => void): Multiplexer {
  const sockets = new Map<number, VirtualSocket>();
  let markReady: () => void = () => undefined;
  let errors = "";
  stream.on("error", () => undefined);
  // Each open connection may wait for room at once.
  stream.setMaxListeners(MAX_CONNECTIONS + 20);
  const send = (type: FrameType, connection: number, payload: Buffer = Buffer.alloc(0)) =>
    stream.writable && stream.write(encodeFrame({ type, connection, payload }));
  const wireOf = (connection: number): SocketWire => ({
    sendData: (payload, sent) => {
      if (send("data", connection, payload)) sent();
      else stream.once("drain", sent);
    },
    sendEnd: () => void send("end", connection),
    sendReset: () => void send("reset", connection),
    sendCredit: (bytes) => {
      const credit = Buffer.alloc(4);
      credit.writeUInt32BE(bytes);
      send("credit", connection, credit);
    },
    closed: () => void sockets.delete(connection),
  });
  const open = (connection: number) => {
    if (sockets.has(connection) || sockets.size >= MAX_CONNECTIONS) throw new Error("The gateway's inner half opens more than it may.");
    const socket = new VirtualSocket(wireOf(connection));
    socket.on("error", () => undefined);
    sockets.set(connection, socket);
    onConnection(socket);
  };
  const obey = (frame: Frame) => {
    if (frame.type === "ready" && frame.payload.toString() === PROTOCOL) markReady();
    else if (frame.type === "opened") open(frame.connection);
    else deliver(sockets.get(frame.connection), frame);
  };
  const read = async () => {
    const frames = createFrameReader();
    for await (const { source, data } of readFrames(stream)) {
      if (source === "stderr") errors = (errors + data.toString()).slice(-ERRORS_LIMIT);
      else for (const frame of frames(data)) obey(frame);
    }
  };
  const ended = read()
    .catch((error: unknown) => {
      errors += error instanceof Error ? error.message : String(error);
    })
    .then(() => {
      stream.destroy();
      for (const socket of sockets.values()) socket.receiveReset();
    });
  const ready = new Promise<void>((resolve, reject) => {
    markReady = resolve;
    void ended.then(() => reject(new Error(errors.trim() || "The gateway's inner half ended.")));
  });
  // Who never asks is not bothered.
  ready.catch(() => undefined);
  return { ready, ended, close: () => void stream.destroy() };
}

function deliver(socket: VirtualSocket | undefined, { type, payload }: Frame): void {
  if (socket === undefined) return;
  if (type === "data") {
    if (!socket.receive(payload)) socket.destroy();
  } else if (type === "end") socket.receiveEnd();
  else if (type === "reset") socket.receiveReset();
  else if (type === "credit" && payload.length === 4) socket.receiveCredit(payload.readUInt32BE(0));
}
