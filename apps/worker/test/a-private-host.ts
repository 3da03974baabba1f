import { execFileSync } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { createServer } from "node:http";
import { createServer as createSecureServer } from "node:https";
import { connect, type Server } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";

type Asked = { host: string; url: string; authorization: string | undefined };

/**
 * A TLS server for the named hosts that answers only who sends `authorization`, behind a company's proxy that alone knows the way.
 * `variables` are what an operator would set for a worker in such a network.
 */
export async function aPrivateHost({ hosts, authorization }: { hosts: readonly string[]; authorization: string }) {
  const folder = await mkdtemp(path.join(tmpdir(), "slipway-private-host-"));
  const [key, cert] = [path.join(folder, "key.pem"), path.join(folder, "cert.pem")];
  const names = `subjectAltName=${hosts.map((host) => `DNS:${host}`).join(",")}`;
  const request = ["req", "-x509", "-nodes", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-days", "2", "-subj", "/CN=private"];
  execFileSync("openssl", [...request, "-addext", names, "-keyout", key, "-out", cert], { stdio: "ignore" });
  const asked: Asked[] = [];
  const secure = createSecureServer({ key: await readFile(key), cert: await readFile(cert) }, ({ headers, url = "" }, response) => {
    asked.push({ host: headers.host ?? "", url, authorization: headers.authorization });
    if (headers.authorization !== authorization) return void response.writeHead(401).end("who are you?\n");
    response.end(url === "/echo" ? JSON.stringify(headers) : "you are known\n");
  });
  const securePort = await listen(secure);
  const tunnels: string[] = [];
  const proxy = createServer((_, response) => response.writeHead(405).end());
  proxy.on("connect", ({ url = "" }, socket) => {
    tunnels.push(url);
    const outside = connect(securePort, "127.0.0.1", () => {
      socket.write("HTTP/1.1 200 OK\r\n\r\n");
      socket.pipe(outside).pipe(socket);
    });
    for (const each of [socket, outside]) each.on("error", () => [socket, outside].map((both) => both.destroy()));
  });
  const proxyPort = await listen(proxy);
  return {
    asked,
    tunnels,
    variables: { HTTPS_PROXY: `http://127.0.0.1:${proxyPort}`, NODE_EXTRA_CA_CERTS: cert },
    [Symbol.asyncDispose]: async () => {
      secure.closeAllConnections();
      secure.close();
      proxy.closeAllConnections();
      proxy.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

async function listen(server: Server): Promise<number> {
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const place = server.address();
  return typeof place === "object" ? (place?.port ?? 0) : 0;
}
