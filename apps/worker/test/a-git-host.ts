import { execFile, spawn } from "node:child_process";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { createServer as createHttpServer, type IncomingMessage, type ServerResponse } from "node:http";
import { createServer as createHttpsServer } from "node:https";
import type { AddressInfo, Server } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import { promisify } from "node:util";
import { z } from "zod";
import { git } from "./a-repository.ts";

const run = promisify(execFile);
const PullRequest = z.object({ title: z.string(), head: z.string(), base: z.string(), body: z.string(), draft: z.boolean().optional() });
type Opened = z.infer<typeof PullRequest> & { number: number; updates: number };

/**
 * A forge on loopback: git over TLS with an authority of its own and a token, and the few calls of GitHub's REST API that a delivery
 * makes. `folder` is the bare repository behind https://…/acme/app; behind /acme/echo it says back what it was told, as a pull request
 * named "Echo" does. `apiCalls` is what the REST API was sent, without the token's header.
 */
export async function aGitHost(token: string) {
  const root = await mkdtemp(path.join(tmpdir(), "slipway-forge-"));
  const folder = path.join(root, "acme/app.git");
  await run("git", ["init", "-q", "--bare", "-b", "main", folder]);
  await git(folder, "config", "http.receivepack", "true");
  const caBundle = path.join(root, "ca.pem");
  const keyPath = path.join(root, "key.pem");
  const subject = ["-subj", "/CN=127.0.0.1", "-addext", "subjectAltName=IP:127.0.0.1"];
  await run("openssl", ["req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-keyout", keyPath, "-out", caBundle, ...subject]);
  const tls = { key: await readFile(keyPath), cert: await readFile(caBundle) };
  const authorization = `Basic ${Buffer.from(`x-access-token:${token}`).toString("base64")}`;
  const gitServer = createHttpsServer(tls, (request, response) => {
    if (request.url?.startsWith("/acme/echo"))
      response.writeHead(418, { "content-type": "text/plain" }).end(`You sent ${authorization}, ${token}`);
    else if (request.headers.authorization === authorization) serveGit(root, request, response);
    else response.writeHead(401, { "www-authenticate": "Basic" }).end();
  });
  const pullRequests: Opened[] = [];
  const apiCalls: string[] = [];
  const apiServer = createHttpServer((request, response) => void serveApi({ token, pullRequests, apiCalls, request, response }));
  const [gitPort, apiPort] = await Promise.all([listen(gitServer), listen(apiServer)]);
  return {
    folder,
    caBundle,
    pullRequests,
    apiCalls,
    location: `https://127.0.0.1:${gitPort}/acme/app`,
    apiUrl: `http://127.0.0.1:${apiPort}`,
    async [Symbol.asyncDispose]() {
      for (const server of [gitServer, apiServer]) {
        server.closeAllConnections();
        server.close();
      }
      await rm(root, { recursive: true, force: true });
    },
  };
}

async function listen(server: Server): Promise<number> {
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return (server.address() as AddressInfo).port;
}

/** git-http-backend(1) as CGI. */
function serveGit(root: string, request: IncomingMessage, response: ServerResponse): void {
  const url = new URL(request.url ?? "/", "https://localhost");
  const child = spawn("git", ["http-backend"], {
    env: {
      PATH: process.env.PATH,
      GIT_PROJECT_ROOT: root,
      GIT_HTTP_EXPORT_ALL: "1",
      REMOTE_USER: "x-access-token",
      PATH_INFO: url.pathname.replace("/acme/app/", "/acme/app.git/"),
      QUERY_STRING: url.search.slice(1),
      REQUEST_METHOD: request.method,
      CONTENT_TYPE: request.headers["content-type"] ?? "",
      HTTP_CONTENT_ENCODING: request.headers["content-encoding"] ?? "",
      GIT_PROTOCOL: String(request.headers["git-protocol"] ?? ""),
    },
  });
  request.pipe(child.stdin);
  const chunks: Buffer[] = [];
  child.stdout.on("data", (chunk: Buffer) => chunks.push(chunk));
  child.on("close", () => {
    const answer = Buffer.concat(chunks);
    const end = answer.indexOf("\r\n\r\n");
    const headers = answer
      .subarray(0, end)
      .toString()
      .split("\r\n")
      .map((line) => line.split(": ") as [string, string]);
    const status = Number(headers.find(([name]) => name === "Status")?.[1]?.split(" ")[0] ?? 200);
    response.writeHead(status, headers.filter(([name]) => name !== "Status").flat()).end(answer.subarray(end + 4));
  });
}

async function serveApi(call: {
  token: string;
  pullRequests: Opened[];
  apiCalls: string[];
  request: IncomingMessage;
  response: ServerResponse;
}): Promise<void> {
  const { token, pullRequests, apiCalls, request, response } = call;
  const answer = (status: number, body: unknown) =>
    response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(body));
  if (!request.headers.authorization?.endsWith(` ${token}`)) return void answer(401, { message: "Bad credentials" });
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  const text = Buffer.concat(chunks).toString();
  const { authorization, ...headers } = request.headers;
  apiCalls.push(`${request.method} ${request.url} ${JSON.stringify(headers)} ${text}`);
  const body: unknown = JSON.parse(text || "{}");
  if (/"title":"Echo/.test(text)) return void answer(422, { message: `Refused for ${authorization}`, errors: [{ message: token }] });
  const shown = (each: Opened) => ({
    ...each,
    html_url: `https://forge.example/acme/app/pull/${each.number}`,
    state: "open",
    node_id: "x",
  });
  if (request.method === "GET") return void answer(200, pullRequests.map(shown));
  if (request.method === "POST") {
    const opened = { ...PullRequest.parse(body), number: pullRequests.length + 1, updates: 0 };
    pullRequests.push(opened);
    return void answer(201, shown(opened));
  }
  const [first] = pullRequests;
  if (first === undefined) return void answer(404, { message: "Not Found" });
  Object.assign(first, body, { updates: first.updates + 1 });
  answer(200, shown(first));
}
