import { spawn } from "node:child_process";
import { once } from "node:events";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { ForbiddenError } from "@slipway/core";
import { describe, expect, it, onTestFinished, vi } from "vitest";
import { aRepository, binaryDiff, git, temporaryFolder, writeFiles } from "../../test/temporary-repository.ts";
import { commitChange, inspectRemote, openMirror, pushBranch, updateMirror } from "../index.ts";

const credential = { username: "x-access-token", token: "canary-token-1234" };
const allowed = `Basic ${Buffer.from(`${credential.username}:${credential.token}`).toString("base64")}`;

/** `git http-backend` behind a door that wants the credential; `processes` collects what the process list shows meanwhile. */
async function aServer() {
  const { folder, commit } = aRepository({ a: "1\n" });
  const root = temporaryFolder();
  git(folder, "clone", "--quiet", "--bare", folder, join(root, "project.git"));
  git(join(root, "project.git"), "--git-dir=.", "config", "http.receivepack", "true");
  const commandLines: string[] = [];
  const server = createServer((request, response) => {
    if (request.url?.startsWith("/moved")) return void response.writeHead(301, { location: "/project.git/info/refs" }).end();
    if (request.headers.authorization !== allowed) {
      return void response.writeHead(401, { "www-authenticate": 'Basic realm="x"' }).end();
    }
    const list = spawn("ps", ["-eo", "args"]);
    list.stdout.on("data", (text: Buffer) => commandLines.push(text.toString()));
    list.once("close", () => serve(root, request, response));
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  onTestFinished(() => void server.close());
  return { folder, commit, root, commandLines, url: `http://127.0.0.1:${(server.address() as AddressInfo).port}` };
}

function serve(root: string, request: IncomingMessage, response: ServerResponse): void {
  const url = new URL(request.url ?? "/", "http://localhost");
  const backend = spawn("git", ["http-backend"], {
    env: {
      PATH: "/usr/bin:/bin",
      GIT_PROJECT_ROOT: root,
      GIT_HTTP_EXPORT_ALL: "1",
      REMOTE_USER: "tester",
      PATH_INFO: url.pathname,
      QUERY_STRING: url.search.slice(1),
      REQUEST_METHOD: request.method ?? "GET",
      CONTENT_TYPE: request.headers["content-type"] ?? "",
      HTTP_CONTENT_ENCODING: request.headers["content-encoding"] ?? "",
      GIT_PROTOCOL: String(request.headers["git-protocol"] ?? ""),
    },
  });
  request.pipe(backend.stdin);
  const chunks: Buffer[] = [];
  backend.stdout.on("data", (chunk: Buffer) => chunks.push(chunk));
  backend.once("close", () => {
    const output = Buffer.concat(chunks);
    const end = output.indexOf("\r\n\r\n");
    const headers = output
      .subarray(0, end)
      .toString()
      .split("\r\n")
      .map((line) => line.split(": ") as [string, string]);
    const status = Number(headers.find(([name]) => name === "Status")?.[1]?.split(" ")[0] ?? 200);
    response.writeHead(status, Object.fromEntries(headers.filter(([name]) => name !== "Status")));
    response.end(output.subarray(end + 4));
  });
}

function connectionsOf(server: Server): Promise<number> {
  const { promise, resolve, reject } = Promise.withResolvers<number>();
  server.getConnections((error, count) => (error === null ? resolve(count) : reject(error)));
  return promise;
}

describe("a remote over HTTP", () => {
  it("is fetched from and pushed to with a token that no file and no process list shows (S03, S04)", async () => {
    const { folder, commit, root, commandLines, url } = await aServer();
    const location = `${url}/project.git`;
    const store = temporaryFolder();
    const mirror = openMirror({ root: store, repository: { id: "r", kind: "https", location }, credential, allowLoopbackHttp: true });
    expect(await updateMirror(mirror, { branch: "main" })).toBe(commit);
    writeFiles(folder, { a: "2\n" });
    const author = { name: "Ada", email: null };
    const change = {
      baseCommit: commit,
      patch: binaryDiff(folder),
      message: "m",
      author,
      committedAt: "2026-01-01T00:00:00Z",
      previousCommit: null,
    };
    const made = await commitChange(mirror, change);
    await pushBranch(mirror, { commit: made, branch: "slipway/x", credential, previousCommit: null });
    await pushBranch(mirror, { commit: made, branch: "slipway/x", credential, previousCommit: null });
    expect(git(root, "--git-dir=project.git", "rev-parse", "slipway/x")).toBe(made);
    const secrets = [credential.token, allowed.slice("Basic ".length)];
    expect(commandLines.join("")).toContain("slipway/x");
    for (const secret of secrets) {
      expect(commandLines.join("")).not.toContain(secret);
      expect(() => git(store, "grep", "--no-index", "--text", "--quiet", secret)).toThrow();
    }
  });

  it("says what to do without a token, with a wrong one, and where there is nothing", async () => {
    const { url } = await aServer();
    const remote = { kind: "https", location: `${url}/project.git`, allowLoopbackHttp: true } as const;
    await expect(inspectRemote({ ...remote, credential: null })).rejects.toThrow(/asks for authentication/);
    await expect(inspectRemote({ ...remote, credential: { username: "x", token: "wrong" } })).rejects.toThrow(/does not accept the token/);
    await expect(inspectRemote({ ...remote, credential: null })).rejects.toThrow(ForbiddenError);
    await expect(inspectRemote({ ...remote, location: `${url}/none.git`, credential })).rejects.toMatchObject({ code: "not_found" });
  });

  it("is given up at once when the signal is aborted", async () => {
    const asked = Promise.withResolvers<void>();
    const server = createServer(() => asked.resolve());
    server.listen(0, "127.0.0.1");
    await once(server, "listening");
    onTestFinished(() => void server.close());
    const controller = new AbortController();
    const location = `http://127.0.0.1:${(server.address() as AddressInfo).port}/project.git`;
    const inspecting = inspectRemote({ kind: "https", location, credential: null, allowLoopbackHttp: true, signal: controller.signal });
    await asked.promise;
    controller.abort(new Error("cancelled by a person"));
    await expect(inspecting).rejects.toThrow("cancelled by a person");
    // git's own helper held the connection: it is gone too.
    await vi.waitFor(async () => expect(await connectionsOf(server)).toBe(0));
  });

  it("does not follow a redirect (G05)", async () => {
    const { url } = await aServer();
    await expect(inspectRemote({ kind: "https", location: `${url}/moved.git`, credential, allowLoopbackHttp: true })).rejects.toThrow(
      /redirects elsewhere/,
    );
  });
});
