import { duplexPair } from "node:stream";
import { expect, test } from "vitest";
import { createFrameReader, encodeFrame, type Frame, type FrameType } from "./frames.ts";
import { multiplex } from "./multiplex.ts";
import type { VirtualSocket } from "./virtual-socket.ts";

/** Plays an inner half that says whatever a test wants; `docker exec` puts eight bytes before each piece. */
function playInner() {
  const [outer, inner] = duplexPair();
  const sockets: VirtualSocket[] = [];
  const said: Frame[] = [];
  const read = createFrameReader();
  inner.on("data", (chunk: Buffer) => said.push(...read(chunk)));
  const multiplexer = multiplex(outer, (socket) => void sockets.push(socket));
  const raw = (bytes: Buffer, stream = 1) => {
    const header = Buffer.from([stream, 0, 0, 0, 0, 0, 0, 0]);
    header.writeUInt32BE(bytes.length, 4);
    inner.write(Buffer.concat([header, bytes]));
  };
  const say = (type: FrameType, connection: number, payload: Buffer | string = "") =>
    raw(encodeFrame({ type, connection, payload: Buffer.from(payload) }));
  return { multiplexer, sockets, said, raw, say, inner };
}

test("connections carry bytes both ways, each end by itself", async () => {
  const { multiplexer, sockets, said, say } = playInner();
  say("ready", 0, "SLW1");
  await multiplexer.ready;
  say("opened", 7);
  say("data", 7, "up");
  say("end", 7);
  await expect.poll(() => sockets.length).toBe(1);
  const [socket] = sockets;
  expect(await socket?.toArray()).toEqual([Buffer.from("up")]);
  socket?.end("down");
  await expect.poll(() => said.map(({ type }) => type)).toEqual(["data", "end"]);
  multiplexer.close();
  await multiplexer.ended;
});

test("an inner half that ends before it listens rejects with what it said", async () => {
  const { multiplexer, raw, inner } = playInner();
  raw(Buffer.from("forward: listen: Address in use\n"), 2);
  inner.end();
  await expect(multiplexer.ready).rejects.toThrow("Address in use");
});

test("N22: an inner half of another version, or that speaks nonsense, is cut off", async () => {
  const old = playInner();
  old.say("ready", 0, "SLW0");
  old.inner.end();
  await expect(old.multiplexer.ready).rejects.toThrow();
  const nonsense = playInner();
  nonsense.raw(Buffer.from("HTTP/1.1 200 OK\r\n\r\n"));
  await nonsense.multiplexer.ended;
});

test("N22: one that opens more than it may, or one twice, is cut off with all its connections", async () => {
  const many = playInner();
  for (let connection = 1; connection <= 257; connection += 1) many.say("opened", connection);
  await many.multiplexer.ended;
  expect([many.sockets.length, many.sockets.every(({ destroyed }) => destroyed)]).toEqual([256, true]);
  const twice = playInner();
  twice.say("opened", 1);
  twice.say("opened", 1);
  await twice.multiplexer.ended;
});

test("N22: a connection that sends beyond its window is reset, so nothing piles up in the worker", async () => {
  const { multiplexer, sockets, said, say } = playInner();
  say("opened", 1);
  for (let sent = 0; sent < 3; sent += 1) say("data", 1, Buffer.alloc(30_000));
  await expect.poll(() => said).toMatchObject([{ type: "reset", connection: 1 }]);
  expect(sockets[0]?.destroyed).toBe(true);
  multiplexer.close();
});

test("without credit nothing more goes down, and credit beyond the window is not believed", async () => {
  const { multiplexer, sockets, said, say } = playInner();
  say("opened", 1);
  await expect.poll(() => sockets.length).toBe(1);
  sockets[0]?.write(Buffer.alloc(2_000_000));
  const sent = () => said.filter(({ type }) => type === "data").reduce((sum, { payload }) => sum + payload.length, 0);
  await expect.poll(sent).toBe(524_288);
  say("credit", 1, Buffer.from([0xff, 0xff, 0xff, 0xff]));
  await expect.poll(sent).toBe(1_048_576);
  multiplexer.close();
});

test("frames for connections that nobody has are passed over", async () => {
  const { multiplexer, sockets, say } = playInner();
  for (const type of ["data", "end", "reset", "credit"] as const) say(type, 99, "1234");
  say("opened", 1);
  await expect.poll(() => sockets.length).toBe(1);
  multiplexer.close();
});
