import { createServer as createHttpServer } from "node:http";
import { connect, createServer, type Socket } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";

const ENGINE = "/var/run/docker.sock";

/** The real Docker Engine behind another socket, until `fail()`: from then on it answers questions and makes nothing. */
export async function aFailingEngine(message: string) {
  const socketPath = path.join(tmpdir(), `slipway-engine-${process.pid}-${Date.now()}.sock`);
  const passing = new Set<Socket>();
  let failing = false;
  const refuser = createHttpServer((request, response) => {
    if (request.method === "POST")
      return void response.writeHead(500, { "content-type": "application/json" }).end(JSON.stringify({ message }));
    const asked = connect(ENGINE, () => asked.write(`GET ${request.url} HTTP/1.0\r\nHost: docker\r\n\r\n`));
    asked.pipe(response.socket as Socket);
  });
  const server = createServer({ allowHalfOpen: true }, (socket) => {
    socket.on("error", () => undefined);
    if (failing) return void refuser.emit("connection", socket);
    const engine = connect({ path: ENGINE, allowHalfOpen: true });
    engine.on("error", () => socket.destroy());
    passing.add(socket.pipe(engine).pipe(socket));
  });
  await new Promise<void>((resolve) => server.listen(socketPath, resolve));
  return {
    dockerHost: `unix://${socketPath}`,
    fail() {
      failing = true;
      for (const socket of passing) socket.destroy();
    },
    async [Symbol.asyncDispose]() {
      refuser.closeAllConnections();
      for (const socket of passing) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
