import { once } from "node:events";
import type { TLSSocket } from "node:tls";
import fc from "fast-check";
import { expect, test } from "vitest";
import { CANARY, openInterceptingProxy, SECRET, SECRET_HOST } from "../../../test/open-intercepting-proxy.ts";
import { outgoingHeaders } from "../outgoing-headers.ts";
import { headersFor } from "./gateway-secret.ts";

/** Lines by which parsers have been brought to differ, among ordinary ones. */
const LINES = [
  `Host: ${SECRET_HOST}`,
  "Host: other.test",
  "Authorization: mine",
  "authorization : mine",
  "AUTHORIZATION:\tmine",
  "Content-Length: 0",
  "Content-Length: 5",
  "Content-Length: 40",
  "Content-Length: +5",
  "Content-Length: 5, 5",
  "Transfer-Encoding: chunked",
  "Transfer-Encoding: chunked, identity",
  "Transfer-Encoding:\x0bchunked",
  "transfer-encoding: CHUNKED",
  "Transfer_Encoding: chunked",
  "Connection: close, authorization",
  "Connection: keep-alive",
  "Upgrade: websocket",
  "Expect: 100-continue",
  "Proxy-Authorization: mine",
  "X-Folded: a\r\n b",
  "X-Bare: a\nX-Bare: b",
  "X-Nul: a\0b",
  "X-Ok: 1",
  " X-Led: by a space",
  ": no name",
];
const HIDDEN = `GET /hidden HTTP/1.1\r\nHost: ${SECRET_HOST}\r\n\r\n`;
const BODIES = [
  "",
  "hello",
  HIDDEN,
  `0\r\n\r\n${HIDDEN}`,
  `5\r\nhello\r\n0\r\n\r\n`,
  `5;a="\r\n"\r\nhello\r\n0\r\nAuthorization: x\r\n\r\n`,
];
const TARGETS = [
  "/",
  "/a?b",
  "//other.test/",
  "http://other.test/",
  `https://${SECRET_HOST}/`,
  "*",
  "/a b",
  "/\x01",
  "a",
  `${SECRET_HOST}:443`,
];

/** The first one four times of five, so that many requests are whole but for one thing. */
const mostly = <Value>(usual: Value, ...others: readonly Value[]) =>
  fc.oneof({ weight: 4, arbitrary: fc.constant(usual) }, { weight: 1, arbitrary: fc.constantFrom(usual, ...others) });

const aRequest = fc
  .record({
    method: mostly("GET", "POST", "PUT", "HEAD", "OPTIONS", "TRACE", "CONNECT", "get", "PRI"),
    target: mostly("/", ...TARGETS),
    version: mostly("HTTP/1.1", "HTTP/1.0", "HTTP/2.0", "HTTP/1.1 x"),
    lines: fc.array(
      fc.oneof(
        mostly("X-Ok: 1", ...LINES),
        fc.string({ maxLength: 12 }).map((text) => `X-Any: ${text}`),
      ),
      { maxLength: 3 },
    ),
    hasHost: mostly(true, false),
    end: mostly("\r\n", "\n"),
    body: mostly("", ...BODIES),
  })
  .map(({ method, target, version, lines, hasHost, end, body }) => {
    const head = [`${method} ${target} ${version}`, ...(hasHost ? [`Host: ${SECRET_HOST}`] : []), ...lines];
    return `${head.join(end)}${end}${end}${body}`;
  });

test("S15, N15: whatever is said inside TLS, the host sees the requests that were told, each with the secret once, and no echo brings it in", {
  timeout: 60_000,
}, async () => {
  let passed = 0;
  await fc.assert(
    fc.asyncProperty(
      fc.array(aRequest, { minLength: 1, maxLength: 3 }),
      fc.array(fc.integer({ min: 1, max: 60 }), { minLength: 1 }),
      async (requests, cuts) => {
        await using proxy = await openInterceptingProxy({
          onRequest: ({ rawHeaders }, response) =>
            void response.writeHead(200, { "x-echo": rawHeaders.join("|") }).end(rawHeaders.join("|")),
        });
        const said = await speak(await proxy.connectTo(SECRET_HOST), requests.join("") + LAST, cuts);
        expect(said).not.toContain("canary");
        const told = () => proxy.events.flatMap((event) => (event.type === "network.allowed" ? [event.method] : []));
        // A request is told when it is over, which may be after its client left.
        while (told().length < proxy.asked.length) await proxy.eventsUntil(proxy.events.length + 1);
        for (const { method, headers, sni } of proxy.asked) {
          const valuesOf = (name: string) => headers.filter((_, index) => index % 2 === 1 && headers[index - 1]?.toLowerCase() === name);
          expect([valuesOf("authorization"), valuesOf("host"), sni]).toEqual([[CANARY], [SECRET_HOST], SECRET_HOST]);
          expect(["proxy-authorization", "upgrade", "expect"].flatMap(valuesOf)).toEqual([]);
          expect(["content-length", "transfer-encoding"].flatMap(valuesOf).length).toBeLessThanOrEqual(1);
          expect(told()).toContain(method);
          expect(["TRACE", "CONNECT"]).not.toContain(method);
        }
        expect(proxy.events.every(({ host, port }) => host === SECRET_HOST && port === 443)).toBe(true);
        expect(proxy.dialled.every(({ port }) => port === 443)).toBe(true);
        passed += proxy.asked.length;
      },
    ),
    { numRuns: 60 },
  );
  expect(passed).toBeGreaterThan(10);
});

/** A last request, longer than any body, brings every beginning to an end. */
const LAST = `GET /last HTTP/1.1\r\nHost: ${SECRET_HOST}\r\nX-Long: ${"x".repeat(60)}\r\nConnection: close\r\n\r\n`;

async function speak(secure: TLSSocket, text: string, cuts: readonly number[]): Promise<string> {
  let said = "";
  secure.setEncoding("latin1").on("data", (chunk: string) => (said += chunk));
  const ended = Promise.race([once(secure, "end"), once(secure, "close")]);
  for (let at = 0, turn = 0; at < text.length; turn += 1) {
    const size = cuts[turn % cuts.length] ?? 1;
    secure.write(text.slice(at, at + size), "latin1");
    at += size;
  }
  await ended;
  secure.destroy();
  return said;
}

test("of arbitrary headers the secret's own is the gateway's alone, and none of the hop's goes on", () => {
  const secrets = [SECRET, { ...SECRET, name: "KEY", header: "X-Api-Key" }];
  const name = fc.oneof(
    fc.constantFrom(
      "Authorization",
      "aUTHORIZATION",
      "X-Api-Key",
      "x_api_key",
      "Connection",
      "Host",
      "Accept-Encoding",
      "Proxy-Foo",
      "Te",
      "X-A",
    ),
    fc.stringMatching(/^[a-z-]{1,10}$/),
  );
  const value = fc.oneof(fc.constantFrom("x-a", "authorization, x-api-key", "close", "gzip"), fc.string({ maxLength: 10 }));
  fc.assert(
    fc.property(fc.array(fc.tuple(name, value), { maxLength: 12 }), (pairs) => {
      const sent = outgoingHeaders({
        request: { rawHeaders: pairs.flat(), headers: {}, method: "GET" },
        authority: SECRET_HOST,
        host: SECRET_HOST,
        policy: {},
        interception: { headersFor: (host) => headersFor(secrets, host) },
      });
      const names = sent.filter((_, index) => index % 2 === 0).map((each) => each.toLowerCase().replaceAll("_", "-"));
      for (const once of ["authorization", "x-api-key", "host", "accept-encoding", "connection"])
        expect(names.filter((each) => each === once)).toEqual([once]);
      expect(names.some((each) => each.startsWith("proxy-") || each === "te")).toBe(false);
      expect(sent[names.indexOf("authorization") * 2 + 1]).toBe(CANARY);
    }),
  );
});
