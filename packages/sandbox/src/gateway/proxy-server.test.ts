import { describe, expect, test } from "vitest";
import { clientHello } from "../../test/client-hello-bytes.ts";
import { openTestProxy, PUBLIC_ADDRESS } from "../../test/open-test-proxy.ts";

const statusOf = (text: string) => Number(/^HTTP\/1\.1 (\d{3})/.exec(text)?.[1] ?? 0);
const get = (url: string, host: string, more = "") => `GET ${url} HTTP/1.1\r\nHost: ${host}\r\n${more}Connection: close\r\n\r\n`;

describe("N08: CONNECT to what is not a listed host is refused, recorded and never resolved", () => {
  const targets = [
    ...["other.test:443", "127.0.0.1:443", "[::1]:443", "2130706433:443", "0x7f000001:443", "0177.0.0.1:443", "0:443", "127.1:443"],
    ...["allowed.test", "allowed.test:", "allowed.test:https", "allowed.test:443:443", "user@allowed.test:443", "evilallowed.test:443"],
    ...[
      "allowed.test.evil:443",

      "allowed.test%00.evil:443",
      "metadata.google.internal:443",
      "169.254.169.254:443",
    ],
  ];
  for (const target of targets) {
    test(target, async () => {
      let resolved = 0;
      await using proxy = await openTestProxy({ resolve: async () => [PUBLIC_ADDRESS].slice(resolved++) });
      expect(statusOf(await proxy.talk(`CONNECT ${target} HTTP/1.1\r\nHost: ${target}\r\n\r\n`))).toBe(403);
      expect(await proxy.eventsUntil(1)).toMatchObject([{ type: "network.denied", reason: expect.stringMatching(/\.$/) }]);
      expect([resolved, proxy.dialled]).toEqual([0, []]);
    });
  }
});

test("N08: a name with NUL, a space or a line end in it does not reach the resolver", async () => {
  for (const target of [
    "127.0.0.1\0.allowed.test:443",
    "allowed.test :443",
    "allowed.test\t:443",
    "allowed.test\n:443",
    "allowed.test\\.evil:443",
  ]) {
    await using proxy = await openTestProxy();
    expect([400, 403]).toContain(statusOf(await proxy.talk(`CONNECT ${target} HTTP/1.1\r\nHost: x\r\n\r\n`)));
    expect(proxy.dialled).toEqual([]);
  }
});

test("N09: an allowed host is refused on other ports, by CONNECT and plainly", async () => {
  for (const port of [22, 25, 8080, 5432]) {
    await using proxy = await openTestProxy();
    expect(statusOf(await proxy.talk(`CONNECT allowed.test:${port} HTTP/1.1\r\n\r\n`))).toBe(403);
    expect(statusOf(await proxy.talk(get(`http://allowed.test:${port}/`, `allowed.test:${port}`)))).toBe(403);
    expect(await proxy.eventsUntil(2)).toMatchObject([
      { type: "network.denied", port },
      { type: "network.denied", port },
    ]);
  }
});

test("N03, N08: plain requests to addresses and to hosts that are not listed are refused", async () => {
  await using proxy = await openTestProxy();
  for (const host of [
    "169.254.169.254",
    "127.0.0.1",
    "[::1]",
    "2130706433",
    "0x7f.1",
    "metadata.google.internal",
    "other.test",
    "user@allowed.test",
  ])
    expect([host, statusOf(await proxy.talk(get(`http://${host}/`, host)))]).toEqual([host, 403]);
  expect(proxy.events.length).toBe(8);
  expect(proxy.dialled).toEqual([]);
});

test("N13: a listed name that resolves to what is not public is refused, even beside a public answer", async () => {
  for (const address of [
    "10.0.0.1",
    "100.64.0.1",
    "127.0.0.1",
    "::1",
    "::ffff:127.0.0.1",
    "64:ff9b::7f00:1",
    "2002:7f00:1::",
    "::127.0.0.1",
    "169.254.169.254",
    "198.41.0.4",
  ]) {
    await using proxy = await openTestProxy({ resolve: async () => [PUBLIC_ADDRESS, address] });
    expect([address, statusOf(await proxy.talk("CONNECT allowed.test:443 HTTP/1.1\r\n\r\n"))]).toEqual([address, 403]);
    expect(statusOf(await proxy.talk(get("http://allowed.test/", "allowed.test")))).toBe(403);
    expect(proxy.dialled).toEqual([]);
  }
});

test("N13: a private address is reached for a host that is listed and excepted, and metadata is not", async () => {
  const policy = { mode: "list" as const, rules: [{ pattern: "allowed.test", ports: [80], mayBePrivate: true }] };
  await using open = await openTestProxy({ policy, resolve: async () => ["10.1.2.3"] });
  expect(statusOf(await open.talk(get("http://allowed.test/", "allowed.test")))).toBe(200);
  await using closed = await openTestProxy({ policy, resolve: async () => ["169.254.169.254"] });
  expect(statusOf(await closed.talk(get("http://allowed.test/", "allowed.test")))).toBe(403);
});

test("the vetted address is what is connected to, resolved once", async () => {
  const answers = [[PUBLIC_ADDRESS], ["127.0.0.1"]];
  await using proxy = await openTestProxy({ resolve: async () => answers.shift() ?? [] });
  expect(await proxy.talk(get("http://allowed.test/a?b=c", "allowed.test"))).toMatch(/^HTTP\/1\.1 200 OK[\s\S]*hi$/);
  expect(proxy.dialled).toEqual([{ addresses: [PUBLIC_ADDRESS], port: 80 }]);
  expect(answers.length).toBe(1);
  expect(await proxy.eventsUntil(1)).toEqual([
    {
      type: "network.allowed",
      host: "allowed.test",
      port: 80,
      method: "GET",
      bytesUp: expect.any(Number),
      bytesDown: expect.any(Number),
      durationMs: expect.any(Number),
      reason: null,
      command: null,
    },
  ]);
});

describe("N15: a request that two parsers could read differently is refused, and the outside sees none of it", () => {
  const smuggled: Record<string, string> = {
    "length and chunks": `POST http://allowed.test/ HTTP/1.1\r\nHost: allowed.test\r\nContent-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\nGET http://other.test/ HTTP/1.1\r\n\r\n`,
    "two lengths": "POST http://allowed.test/ HTTP/1.1\r\nHost: allowed.test\r\nContent-Length: 4\r\nContent-Length: 5\r\n\r\nabcde",
    "an unknown coding": "POST http://allowed.test/ HTTP/1.1\r\nHost: allowed.test\r\nTransfer-Encoding: xchunked\r\n\r\n",
    "chunked not last": "POST http://allowed.test/ HTTP/1.1\r\nHost: allowed.test\r\nTransfer-Encoding: chunked, gzip\r\n\r\n0\r\n\r\n",
    "a space before the colon": "GET http://allowed.test/ HTTP/1.1\r\nHost : allowed.test\r\n\r\n",
    "a bare line feed": "GET http://allowed.test/ HTTP/1.1\nHost: allowed.test\n\n",
    "a folded header": "GET http://allowed.test/ HTTP/1.1\r\nHost: allowed.test\r\nX: a\r\n b\r\n\r\n",
    "two hosts": "GET http://allowed.test/ HTTP/1.1\r\nHost: other.test\r\n\r\n",
    "two Host headers": "GET http://allowed.test/ HTTP/1.1\r\nHost: allowed.test\r\nHost: other.test\r\n\r\n",
    "no host": "GET http:///path HTTP/1.1\r\nHost: allowed.test\r\n\r\n",
    "not a proxy's form": "GET / HTTP/1.1\r\nHost: allowed.test\r\n\r\n",
    "another scheme": "GET ftp://allowed.test/ HTTP/1.1\r\nHost: allowed.test\r\n\r\n",
    "a backslash": "GET http://allowed.test\\@other.test/ HTTP/1.1\r\nHost: allowed.test\r\n\r\n",
    "a fragment": "GET http://allowed.test/#@other.test HTTP/1.1\r\nHost: allowed.test\r\n\r\n",
    "no HTTP at all": "SSH-2.0-OpenSSH\r\n\r\n",
    "a header of 40 kB": `GET http://allowed.test/ HTTP/1.1\r\nHost: allowed.test\r\nX: ${"x".repeat(40_000)}\r\n\r\n`,
  };
  for (const [name, bytes] of Object.entries(smuggled)) {
    test(name, async () => {
      await using proxy = await openTestProxy();
      expect([400, 403]).toContain(statusOf(await proxy.talk(bytes)));
      expect(proxy.dialled).toEqual([]);
    });
  }
});

test("N15: the outside sees one clean request, made anew from its parts", async () => {
  await using proxy = await openTestProxy();
  const headers = "Proxy-Authorization: Basic x\r\nProxy-Connection: keep-alive\r\nX-Secret-Hop: 1\r\nX-Kept: 2\r\nTE: trailers\r\n";
  await proxy.talk(`GET HTTP://Allowed.TEST:80/p HTTP/1.1\r\nHost: allowed.test\r\n${headers}Connection: x-secret-hop, close\r\n\r\n`);
  expect(proxy.received).toEqual(["GET /p HTTP/1.1\r\nHost: allowed.test\r\nX-Kept: 2\r\nConnection: close\r\n\r\n"]);
});

test("a body is passed on with its own framing, and requests follow one another on a connection", async () => {
  await using proxy = await openTestProxy();
  const post = "POST http://allowed.test/ HTTP/1.1\r\nHost: allowed.test\r\n";
  await proxy.talk(
    `${post}Content-Length: 3\r\n\r\nabc${post}Transfer-Encoding: chunked\r\nConnection: close\r\n\r\n3\r\nabc\r\n0\r\n\r\n`,
  );
  expect(proxy.received[0]).toMatch(/Content-Length: 3\r\n[\s\S]*\r\n\r\nabc$/);
  expect(proxy.received[1]).toMatch(/Transfer-Encoding: chunked\r\n[\s\S]*\r\n\r\n3\r\nabc\r\n0\r\n\r\n$/);
});

test("N16: methods and protocol upgrades that the policy does not name are refused", async () => {
  await using proxy = await openTestProxy({
    policy: { mode: "list", rules: [{ pattern: "allowed.test", ports: [80] }], methods: ["GET", "HEAD"] },
  });
  for (const method of ["POST", "PUT", "PATCH", "DELETE"])
    expect(statusOf(await proxy.talk(`${method} http://allowed.test/ HTTP/1.1\r\nHost: allowed.test\r\nContent-Length: 0\r\n\r\n`))).toBe(
      403,
    );
  expect(
    statusOf(
      await proxy.talk("GET http://allowed.test/ HTTP/1.1\r\nHost: allowed.test\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\r\n"),
    ),
  ).toBe(403);
  expect(proxy.dialled).toEqual([]);
  expect(proxy.events.length).toBe(5);
});

test("N18: a redirect is handed back, and following it is judged anew", async () => {
  await using proxy = await openTestProxy({
    onOutside: (socket) =>
      socket.once("data", () => socket.end("HTTP/1.1 302 Found\r\nLocation: http://other.test/\r\nContent-Length: 0\r\n\r\n")),
  });
  expect(await proxy.talk(get("http://allowed.test/", "allowed.test"))).toMatch(/^HTTP\/1\.1 302[\s\S]*Location: http:\/\/other\.test\//);
  expect(proxy.received.length).toBe(1);
  expect(statusOf(await proxy.talk(get("http://other.test/", "other.test")))).toBe(403);
});

describe("a tunnel", () => {
  const open = "CONNECT allowed.test:443 HTTP/1.1\r\nHost: allowed.test:443\r\n\r\n";
  const echo = (socket: import("node:net").Socket) => void socket.pipe(socket);

  test("carries what follows the ClientHello, also when it came with the request, and ends half by half", async () => {
    await using proxy = await openTestProxy({ onOutside: echo });
    const hello = clientHello({ serverName: "Allowed.Test" });
    const client = proxy.connect();
    client.send(Buffer.concat([Buffer.from(open), hello]));
    client.send("more");
    await client.until("more");
    client.finish();
    expect(await client.ended()).toBe(`HTTP/1.1 200 Connection Established\r\n\r\n${hello.toString("latin1")}more`);
    expect(proxy.received).toEqual([`${hello.toString("latin1")}more`]);
    expect(await proxy.eventsUntil(1)).toMatchObject([
      { type: "network.allowed", method: "CONNECT", bytesUp: hello.length + 4, bytesDown: hello.length + 4, reason: null },
    ]);
  });

  test("N08: for another name, for none, for a sealed one or without TLS carries nothing", async () => {
    const firsts = [
      clientHello({ serverName: "other.test" }),
      clientHello({ serverName: null }),
      clientHello({ serverName: "allowed.test", isEncrypted: true }),
      Buffer.from("SSH-2.0-OpenSSH_9\r\n"),
      Buffer.from("GET / HTTP/1.1\r\nHost: allowed.test\r\n\r\n"),
      clientHello({ serverName: "allowed.test" }).subarray(0, 40),
    ];
    for (const first of firsts) {
      await using proxy = await openTestProxy();
      await proxy.talk(open, first);
      expect(proxy.received.join("")).toBe("");
      expect(await proxy.eventsUntil(1)).toMatchObject([{ type: "network.denied", host: "allowed.test" }]);
    }
  });

  test("with a sealed name passes where any public host may be asked", async () => {
    await using proxy = await openTestProxy({ policy: { mode: "public", rules: [] }, onOutside: echo });
    const client = proxy.connect();
    const hello = clientHello({ serverName: "allowed.test", isEncrypted: true });
    client.send(Buffer.concat([Buffer.from(open), hello]));
    expect(await client.until(hello.toString("latin1"))).toContain(hello.toString("latin1"));
    client.reset();
  });

  test("to port 80 obeys the rules of plain HTTP, and opens no other tunnel", async () => {
    const inside = "CONNECT allowed.test:80 HTTP/1.1\r\nHost: allowed.test:80\r\n\r\n";
    await using proxy = await openTestProxy();
    expect(await proxy.talk(`${inside}GET /p HTTP/1.1\r\nHost: allowed.test\r\nConnection: close\r\n\r\n`)).toMatch(
      /Established[\s\S]*200 OK[\s\S]*hi$/,
    );
    expect(proxy.received).toEqual(["GET /p HTTP/1.1\r\nHost: allowed.test\r\nConnection: close\r\n\r\n"]);
    for (const hostile of ["GET / HTTP/1.1\r\nHost: other.test\r\n\r\n", "GET http://other.test/ HTTP/1.1\r\nHost: other.test\r\n\r\n"])
      expect(await proxy.talk(inside + hostile)).toMatch(/Established\r\n\r\nHTTP\/1\.1 400/);
    expect(await proxy.talk(`${inside}CONNECT allowed.test:443 HTTP/1.1\r\nHost: allowed.test\r\n\r\n`)).toMatch(
      /Established\r\n\r\nHTTP\/1\.1 403[\s\S]*another one/,
    );
    expect(proxy.events.at(-1)).toMatchObject({ type: "network.denied", host: "allowed.test", port: 80 });
    expect(proxy.received.length).toBe(1);
  });

  test("N17: is cut when what the attempt may send is used up, and so is every later request", async () => {
    await using proxy = await openTestProxy({ onOutside: (socket) => void socket.resume(), maxUploadBytes: 200_000 });
    const client = proxy.connect();
    client.send(Buffer.concat([Buffer.from(open), clientHello({ serverName: "allowed.test" })]));
    await client.until("Established");
    for (let sent = 0; sent < 20; sent += 1) {
      client.send(Buffer.alloc(15_000, 1));
      await new Promise((resolve) => setImmediate(resolve));
    }
    await client.ended();
    expect(proxy.received.join("").length).toBeLessThanOrEqual(200_000);
    expect(await proxy.eventsUntil(1)).toMatchObject([{ type: "network.denied", reason: "What this attempt may send out is used up." }]);
  });
});

test("N17: a plain upload over the cap is cut and refused", async () => {
  await using proxy = await openTestProxy({ onOutside: (socket) => void socket.resume(), maxUploadBytes: 10_000 });
  const body = "x".repeat(30_000);
  const text = await proxy.talk(
    `POST http://allowed.test/ HTTP/1.1\r\nHost: allowed.test\r\nContent-Length: ${body.length}\r\n\r\n${body}`,
  );
  expect(statusOf(text)).toBe(403);
  expect(proxy.received.join("").length).toBeLessThanOrEqual(10_000);
  expect(await proxy.eventsUntil(1)).toMatchObject([{ type: "network.denied", reason: "What this attempt may send out is used up." }]);
});

test("a host that is gone, silent or talks nonsense is a 502 with a recorded reason", async () => {
  await using gone = await openTestProxy({ resolve: () => Promise.reject(new Error("ENOTFOUND")) });
  expect(statusOf(await gone.talk("CONNECT allowed.test:443 HTTP/1.1\r\n\r\n"))).toBe(502);
  expect(await gone.eventsUntil(1)).toMatchObject([{ type: "network.allowed", reason: "The name cannot be resolved.", bytesUp: 0 }]);
  await using nonsense = await openTestProxy({ onOutside: (socket) => void socket.end("nonsense\r\n\r\n") });
  expect(statusOf(await nonsense.talk(get("http://allowed.test/", "allowed.test")))).toBe(502);
  await using silent = await openTestProxy({ onOutside: () => undefined, deadlines: { idleMs: 200, totalMs: 9_000, helloMs: 200 } });
  expect(statusOf(await silent.talk(get("http://allowed.test/", "allowed.test")))).toBe(502);
});
