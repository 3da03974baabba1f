import { once } from "node:events";
import { createServer } from "node:net";
import { expect, test } from "vitest";
import { dialAddress } from "./dial-address.ts";

test("an address that refuses gives way to the next, and a closed gateway dials no more", async () => {
  const server = createServer((socket) => void socket.end("hi")).listen(0, "127.0.0.1");
  await once(server, "listening");
  const place = server.address();
  const port = typeof place === "object" ? (place?.port ?? 0) : 0;
  const closing = new AbortController();
  const socket = await dialAddress({ addresses: ["127.0.0.2", "127.0.0.1"], port, signal: closing.signal });
  expect(socket.remoteAddress).toBe("127.0.0.1");
  // The deadline was for the connecting alone; the connection outlives it.
  closing.abort();
  expect((await socket.toArray()).toString()).toBe("hi");
  await expect(dialAddress({ addresses: ["127.0.0.1"], port, signal: closing.signal })).rejects.toThrow();
  await expect(dialAddress({ addresses: [], port, signal: new AbortController().signal })).rejects.toThrow("no address");
  server.close();
});
