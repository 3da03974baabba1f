import { createServer, type IncomingMessage, request } from "node:http";
import type { AddressInfo } from "node:net";

const SOCKET = "/var/run/docker.sock";

/** Docker behind a proxy that leaves `option` out of every container's HostConfig, as an engine does that does not know it. */
export async function anEngineThatIgnores(option: string): Promise<{ dockerHost: string } & AsyncDisposable> {
  const forward = (incoming: IncomingMessage, body?: Buffer) =>
    request({
      socketPath: SOCKET,
      path: incoming.url,
      method: incoming.method,
      headers: body === undefined ? incoming.headers : { ...incoming.headers, "content-length": body.length },
    });
  const server = createServer(async (incoming, response) => {
    const isCreate = incoming.method === "POST" && /\/containers\/create(\?|$)/.test(incoming.url ?? "");
    const body = isCreate ? without(option, await whole(incoming)) : undefined;
    const outgoing = forward(incoming, body);
    outgoing.on("response", (answer) => {
      response.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.pipe(response);
    });
    outgoing.on("error", () => response.destroy());
    if (body === undefined) incoming.pipe(outgoing);
    else outgoing.end(body);
  });
  server.on("upgrade", (incoming: IncomingMessage, socket, head) => {
    const outgoing = forward(incoming);
    outgoing.on("upgrade", (answer, upstream, first) => {
      const lines = Object.entries(answer.headers).map(([name, value]) => `${name}: ${value}`);
      socket.write(`HTTP/1.1 101 UPGRADED\r\n${lines.join("\r\n")}\r\n\r\n`);
      socket.write(first);
      upstream.write(head);
      upstream.pipe(socket).pipe(upstream);
      upstream.on("error", () => socket.destroy());
      socket.on("error", () => upstream.destroy());
    });
    outgoing.on("error", () => socket.destroy());
    outgoing.end(JSON.stringify({ Detach: false, Tty: false }));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return {
    dockerHost: `tcp://127.0.0.1:${port}`,
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections();
      server.close();
    },
  };
}

async function whole(incoming: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of incoming) chunks.push(chunk);
  return Buffer.concat(chunks);
}

function without(option: string, body: Buffer): Buffer {
  const { HostConfig, ...rest } = JSON.parse(body.toString());
  const { [option]: _ignored, ...kept } = HostConfig;
  return Buffer.from(JSON.stringify({ ...rest, HostConfig: kept }));
}
