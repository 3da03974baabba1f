import { once } from "node:events";
import { createServer } from "node:net";
import { connect } from "node:tls";
import fc from "fast-check";
import { expect, test } from "vitest";
import { readClientHello } from "./client-hello.ts";

async function realHello(servername?: string): Promise<Buffer> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  const port = typeof address === "object" ? (address?.port ?? 0) : 0;
  const client = connect({ host: "127.0.0.1", port, ...(servername && { servername }) }).on("error", () => undefined);
  const [socket] = await once(server, "connection");
  const [bytes] = await once(socket, "data");
  client.destroy();
  server.close();
  return bytes;
}

test("a real client's name is found, whole and at every cut", async () => {
  const hello = await realHello("registry.example");
  expect(readClientHello(hello)).toEqual({ serverName: "registry.example", isEncrypted: false });
  for (let end = 0; end < hello.length; end += 1) expect(readClientHello(hello.subarray(0, end))).toBe("more");
});

test("a client without a name, or with a sealed one, is told apart", async () => {
  const hello = await realHello();
  expect(readClientHello(hello)).toEqual({ serverName: null, isEncrypted: false });
  expect(readClientHello(withExtension(hello, 0xfe0d, Buffer.alloc(8)))).toEqual({ serverName: null, isEncrypted: true });
});

test("a hello cut into many records is read as one", async () => {
  const body = (await realHello("registry.example")).subarray(5);
  const records = Array.from(body, (byte) => Buffer.from([22, 3, 1, 0, 1, byte]));
  expect(readClientHello(Buffer.concat(records))).toEqual({ serverName: "registry.example", isEncrypted: false });
});

test("two names, a doubled extension and other protocols are no hello", async () => {
  const hello = await realHello("registry.example");
  const name = Buffer.from("\0\0\x05other");
  expect(readClientHello(withExtension(hello, 0, Buffer.concat([Buffer.from([0, name.length]), name])))).toBeNull();
  const two = Buffer.from([0, 8, 0, 0, 1, 97, 0, 0, 1, 98]);
  expect(readClientHello(withExtension(await realHello(), 0, two))).toBeNull();
  for (const other of ["GET / HTTP/1.1\r\n\r\n", "SSH-2.0-x\r\n", "\x16GET"]) expect(readClientHello(Buffer.from(other))).toBeNull();
});

test("random bytes are refused or waited for, and never thrown at", async () => {
  const hello = await realHello("registry.example");
  fc.assert(
    fc.property(fc.nat(hello.length - 1), fc.integer({ min: 0, max: 255 }), (at, byte) => {
      const changed = Buffer.from(hello);
      changed[at] = byte;
      readClientHello(changed);
    }),
    { numRuns: 2_000 },
  );
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 300 }), (bytes) => void readClientHello(Buffer.concat([Buffer.from([22, 3, 1]), bytes]))),
  );
});

function withExtension(hello: Buffer, type: number, data: Buffer): Buffer {
  const extension = Buffer.alloc(4 + data.length);
  extension.writeUInt16BE(type, 0);
  extension.writeUInt16BE(data.length, 2);
  data.copy(extension, 4);
  const longer = Buffer.concat([hello, extension]);
  longer.writeUInt16BE(longer.length - 5, 3);
  longer.writeUIntBE(longer.length - 9, 6, 3);
  let at = 9 + 34;
  at += 1 + longer.readUInt8(at);
  at += 2 + longer.readUInt16BE(at);
  at += 1 + longer.readUInt8(at);
  longer.writeUInt16BE(longer.length - at - 2, at);
  return longer;
}
