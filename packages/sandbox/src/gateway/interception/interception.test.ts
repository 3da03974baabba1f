import { once } from "node:events";
import { gzipSync } from "node:zlib";
import { describe, expect, test } from "vitest";
import { ask, CANARY, openInterceptingProxy, read, SECRET, SECRET_HOST, say } from "../../../test/open-intercepting-proxy.ts";

const valuesOf = (headers: readonly string[], wanted: string) =>
  headers.filter((_, index) => index % 2 === 1 && headers[index - 1]?.toLowerCase() === wanted);

test("S14: the gateway adds the header to the host's requests, and each is told with its method", async () => {
  await using proxy = await openInterceptingProxy();
  const { status, text } = await ask(await proxy.connectTo(SECRET_HOST), { path: "/a?b=c", method: "PUT", body: "content" });
  expect([status, text]).toEqual([200, "fine"]);
  expect(proxy.asked).toMatchObject([{ url: "/a?b=c", method: "PUT", sni: SECRET_HOST, body: "content" }]);
  expect(valuesOf(proxy.asked[0]?.headers ?? [], "authorization")).toEqual([CANARY]);
  expect(valuesOf(proxy.asked[0]?.headers ?? [], "host")).toEqual([SECRET_HOST]);
  expect(await proxy.eventsUntil(1)).toMatchObject([
    { type: "network.allowed", host: SECRET_HOST, port: 443, method: "PUT", reason: null, bytesDown: expect.any(Number) },
  ]);
  expect(JSON.stringify(proxy.events)).not.toContain("canary");
});

test("S14: the client's own copy of the header is replaced, in every spelling, and hop-by-hop headers stay behind", async () => {
  await using proxy = await openInterceptingProxy({ secrets: [{ ...SECRET, header: "X-Api-Key" }] });
  const headers = { "x-api-key": "mine", X_API_KEY: "mine", "x-kept": "1", connection: "x-hop, x-api-key", "x-hop": "1", te: "trailers" };
  await ask(await proxy.connectTo(SECRET_HOST), { headers: { ...headers, "proxy-authorization": "mine" } });
  const sent = proxy.asked[0]?.headers ?? [];
  expect(valuesOf(sent, "x-api-key")).toEqual([CANARY]);
  expect(sent.join("\n")).not.toMatch(/mine|x-hop|trailers/i);
  expect(valuesOf(sent, "x-kept")).toEqual(["1"]);
});

test("S14: one connection carries request after request, each with the header", async () => {
  await using proxy = await openInterceptingProxy();
  const get = (path: string, more = "") => `GET ${path} HTTP/1.1\r\nHost: ${SECRET_HOST}\r\n${more}\r\n`;
  const text = await say(await proxy.connectTo(SECRET_HOST), get("/1") + get("/2") + get("/3", "Connection: close\r\n"));
  expect(text.match(/HTTP\/1\.1 200/g)).toHaveLength(3);
  expect(proxy.asked.map(({ url, headers }) => [url, ...valuesOf(headers, "authorization")])).toEqual([
    ["/1", CANARY],
    ["/2", CANARY],
    ["/3", CANARY],
  ]);
});

describe("S15: the secret goes nowhere else", () => {
  test("another host's TLS is carried unopened, with the certificate that it has itself", async () => {
    await using proxy = await openInterceptingProxy();
    const secure = await proxy.connectTo("other.test", { ca: proxy.outsideCertificate });
    expect(await ask(secure, { headers: { host: "other.test", authorization: "own" } })).toMatchObject({ text: "fine" });
    expect(valuesOf(proxy.asked[0]?.headers ?? [], "authorization")).toEqual(["own"]);
    expect(await proxy.eventsUntil(1)).toMatchObject([{ host: "other.test", method: "CONNECT" }]);
  });

  test("plain HTTP to the host itself goes without it", async () => {
    await using proxy = await openInterceptingProxy({ isTrusted: false });
    await proxy.talk(`GET http://${SECRET_HOST}/ HTTP/1.1\r\nHost: ${SECRET_HOST}\r\nConnection: close\r\n\r\n`);
    expect([...proxy.asked, ...proxy.received].join()).not.toContain("canary");
  });

  test("TLS for another name, or a request for another host or port, is refused", async () => {
    await using proxy = await openInterceptingProxy();
    await expect(proxy.connectTo(SECRET_HOST, { sni: "other.test" })).rejects.toThrow();
    expect(await proxy.eventsUntil(1)).toMatchObject([{ type: "network.denied", reason: expect.stringContaining("other.test") }]);
    for (const host of ["other.test", `${SECRET_HOST}:80`, `${SECRET_HOST}:8443`, "127.0.0.1", `${SECRET_HOST}.evil.test`])
      expect((await ask(await proxy.connectTo(SECRET_HOST), { headers: { host } })).status).toBe(400);
    const absolute = `GET http://other.test/ HTTP/1.1\r\nHost: ${SECRET_HOST}\r\n\r\n`;
    expect(await say(await proxy.connectTo(SECRET_HOST), absolute)).toMatch(/^HTTP\/1\.1 400/);
    await say(await proxy.connectTo(SECRET_HOST), `CONNECT other.test:443 HTTP/1.1\r\nHost: ${SECRET_HOST}\r\n\r\n`);
    await expect(proxy.connectTo(SECRET_HOST, { port: 8443 })).rejects.toThrow(/403[\s\S]*Port 8443/);
    expect([proxy.asked, proxy.dialled]).toEqual([[], []]);
  });

  test("a host that does not prove to be it gets nothing", async () => {
    await using strange = await openInterceptingProxy({ certificateFor: "other.test" });
    expect(await ask(await strange.connectTo(SECRET_HOST))).toMatchObject({
      status: 502,
      text: expect.stringMatching(/TLS with the host failed/),
    });
    await using unknown = await openInterceptingProxy({ isTrusted: false });
    expect(await ask(await unknown.connectTo(SECRET_HOST))).toMatchObject({
      status: 502,
      text: expect.stringMatching(/TLS with the host failed/),
    });
    expect([strange.asked, unknown.asked]).toEqual([[], []]);
    expect(await unknown.eventsUntil(1)).toMatchObject([
      { type: "network.allowed", reason: expect.stringContaining("TLS with the host failed") },
    ]);
  });

  test("N18: a redirect is handed back and not followed", async () => {
    await using proxy = await openInterceptingProxy({
      onRequest: (_, response) => void response.writeHead(302, { location: "https://other.test/" }).end(),
    });
    expect(await ask(await proxy.connectTo(SECRET_HOST))).toMatchObject({ status: 302, headers: { location: "https://other.test/" } });
    expect(proxy.dialled).toHaveLength(1);
  });

  test("a host that is not allowed stays refused: a secret opens nothing", async () => {
    await using proxy = await openInterceptingProxy({ policy: { mode: "list", rules: [{ pattern: "other.test", ports: [] }] } });
    await expect(proxy.connectTo(SECRET_HOST)).rejects.toThrow(/403[\s\S]*not on the allowed list/);
    expect(proxy.dialled).toEqual([]);
  });
});

describe("S15: what the host says of the secret is covered", () => {
  const stars = "*".repeat(CANARY.length);

  test("in headers, in the status line and in the body, however it is cut", async () => {
    await using proxy = await openInterceptingProxy({
      onRequest: ({ headers }, response) => {
        const sent = headers.authorization ?? "";
        response.writeHead(200, `it is ${sent}`, { "x-echo": sent, "content-length": sent.length + 6 });
        response.write(`got ${sent.slice(0, 12)}`);
        setImmediate(() => response.end(`${sent.slice(12)} .`));
      },
    });
    const { headers, text } = await ask(await proxy.connectTo(SECRET_HOST), { headers: { "accept-encoding": "gzip" } });
    expect([headers["x-echo"], text]).toEqual([stars, `got ${stars} .`]);
    expect(valuesOf(proxy.asked[0]?.headers ?? [], "accept-encoding")).toEqual(["identity"]);
  });

  test("in base64 and in pieces without a length", async () => {
    await using proxy = await openInterceptingProxy({
      onRequest: ({ headers }, response) =>
        response.end(`${btoa(headers.authorization ?? "")} ${encodeURIComponent(headers.authorization ?? "")}`),
    });
    const { text } = await ask(await proxy.connectTo(SECRET_HOST));
    expect(text).toMatch(/^\*+ \*+$/);
  });

  test("TRACE, which would show it, is refused", async () => {
    await using proxy = await openInterceptingProxy();
    expect(await ask(await proxy.connectTo(SECRET_HOST), { method: "TRACE" })).toMatchObject({
      status: 403,
      text: expect.stringContaining("TRACE"),
    });
    expect(proxy.dialled).toEqual([]);
  });

  test("an archive and a compressed answer come through byte by byte", async () => {
    const packed = gzipSync("x".repeat(100_000));
    await using proxy = await openInterceptingProxy({
      onRequest: (_, response) => void response.writeHead(200, { "content-encoding": "gzip" }).end(packed),
    });
    expect((await ask(await proxy.connectTo(SECRET_HOST))).text).toBe(packed.toString("latin1"));
  });
});

test("N16: methods of the policy hold inside TLS, also for those that hide in a header", async () => {
  const policy = { mode: "list" as const, rules: [{ pattern: SECRET_HOST, ports: [] }], methods: ["GET"] };
  await using proxy = await openInterceptingProxy({ policy });
  expect(await ask(await proxy.connectTo(SECRET_HOST), { method: "POST", body: "x" })).toMatchObject({ status: 403 });
  expect(await proxy.eventsUntil(1)).toMatchObject([{ type: "network.denied", reason: expect.stringContaining("POST") }]);
  await ask(await proxy.connectTo(SECRET_HOST), { headers: { "x-http-method-override": "DELETE" } });
  expect(proxy.asked.map(({ headers }) => headers.join())).toEqual([expect.not.stringContaining("DELETE")]);
});

test("N16: a switch of protocol is refused with the reason", async () => {
  await using proxy = await openInterceptingProxy();
  const upgrade = `GET / HTTP/1.1\r\nHost: ${SECRET_HOST}\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n`;
  expect(await say(await proxy.connectTo(SECRET_HOST), upgrade)).toMatch(/^HTTP\/1\.1 403[\s\S]*such as WebSocket/);
  expect(await proxy.eventsUntil(1)).toMatchObject([{ type: "network.denied", host: SECRET_HOST, port: 443 }]);
  expect(proxy.dialled).toEqual([]);
});

test("a refusal reaches a client that goes on sending", async () => {
  for (const [bytes, answer] of [
    [`CONNECT other.test:443 HTTP/1.1\r\nHost: ${SECRET_HOST}\r\n\r\n`, /^HTTP\/1\.1 403[\s\S]*another one\.\n$/],
    ["nonsense\r\n\r\n", /^HTTP\/1\.1 400[\s\S]*cannot be read\.\n$/],
  ] as const) {
    await using proxy = await openInterceptingProxy();
    const secure = await proxy.connectTo(SECRET_HOST);
    const said = say(secure, bytes);
    for (let turn = 0; turn < 40; turn += 1) {
      secure.write("GET /more HTTP/1.1\r\n");
      await new Promise((resolve) => setImmediate(resolve));
    }
    expect(await said).toMatch(answer);
    expect(proxy.asked).toEqual([]);
  }
});

test("N17: an upload inside TLS is cut at the cap", async () => {
  await using proxy = await openInterceptingProxy({ maxUploadBytes: 20_000 });
  expect(await ask(await proxy.connectTo(SECRET_HOST), { method: "POST", body: "x".repeat(60_000) })).toMatchObject({ status: 403 });
  expect(proxy.asked).toEqual([]);
});

test("a client that does not trust the authority is told of in the log", async () => {
  await using proxy = await openInterceptingProxy();
  await expect(proxy.connectTo(SECRET_HOST, { ca: proxy.outsideCertificate })).rejects.toThrow();
  expect(await proxy.eventsUntil(1)).toMatchObject([
    {
      type: "network.allowed",
      host: SECRET_HOST,
      method: "CONNECT",
      bytesUp: 0,
      reason: expect.stringMatching(/did not accept the gateway/),
    },
  ]);
});

test("the host's end and the client's end both end the other side", async () => {
  const closed: unknown[] = [];
  await using proxy = await openInterceptingProxy({
    onRequest: ({ socket, url }, response) => {
      socket.once("close", () => closed.push(url));
      if (url === "/cut") return void response.write("some", () => socket.destroy());
      response.write("endless");
    },
  });
  const cut = await proxy.connectTo(SECRET_HOST);
  cut.write(`GET /cut HTTP/1.1\r\nHost: ${SECRET_HOST}\r\n\r\n`);
  expect(await read(cut)).toContain("some");
  const left = await proxy.connectTo(SECRET_HOST);
  left.write(`GET /left HTTP/1.1\r\nHost: ${SECRET_HOST}\r\n\r\n`);
  await once(left, "data");
  left.destroy();
  expect(await proxy.eventsUntil(2)).toMatchObject([{ reason: expect.stringContaining("cut") }, { reason: expect.any(String) }]);
});

test("a connection to the host is used again, and one that the host closed meanwhile fails nobody", async () => {
  await using proxy = await openInterceptingProxy({
    onRequest: ({ url, socket }, response) => {
      response.end("fine");
      if (url === "/last") response.once("close", () => socket.destroy());
    },
  });
  for (const path of ["/1", "/2", "/last", "/4"]) expect((await ask(await proxy.connectTo(SECRET_HOST), { path })).text).toBe("fine");
  expect(proxy.asked.map(({ url }) => url)).toEqual(["/1", "/2", "/last", "/4"]);
  expect(proxy.dialled).toHaveLength(2);
  const events = await proxy.eventsUntil(4);
  const [first, second] = events.map((event) => (event.type === "network.allowed" ? event.bytesUp : 0));
  // The first one paid for TLS.
  expect(first).toBeGreaterThan(second ?? 0);
  expect(second).toBeGreaterThan(50);
});

test("an answer before the end of an upload leaves no half of it for the next request", async () => {
  await using proxy = await openInterceptingProxy();
  const secure = await proxy.connectTo(SECRET_HOST);
  secure.write(`POST /slow HTTP/1.1\r\nHost: ${SECRET_HOST}\r\nContent-Length: 100000\r\n\r\nsome`);
  secure.destroy();
  expect(await proxy.eventsUntil(1)).toMatchObject([{ reason: expect.stringContaining("cut") }]);
  expect((await ask(await proxy.connectTo(SECRET_HOST), { path: "/next" })).text).toBe("fine");
  expect(proxy.asked.map(({ url }) => url)).toEqual(["/next"]);
});
