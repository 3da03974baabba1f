import { once } from "node:events";
import { createServer } from "node:http";
import { expect, test } from "vitest";
import { openTestProxy } from "../../test/open-test-proxy.ts";
import { proxyFor } from "./company-proxy.ts";

const target = { host: "a.example.org", port: 443 };

test("the worker's own proxy is used by scheme, and hosts that its settings exempt are reached directly", () => {
  const settings = { httpsProxy: "http://proxy.test:8080", httpProxy: "plain.test:3128" };
  expect(proxyFor(settings, target)?.href).toBe("http://proxy.test:8080/");
  expect(proxyFor(settings, { ...target, port: 80 })?.href).toBe("http://plain.test:3128/");
  expect(proxyFor({}, target)).toBeNull();
  for (const noProxy of ["*", "a.example.org", "example.org", ".example.org", "*.example.org", "x, A.Example.ORG:443"])
    expect([noProxy, proxyFor({ ...settings, noProxy }, target)]).toEqual([noProxy, null]);
  for (const noProxy of ["", "b.example.org", "ample.org", "a.example.org:80"])
    expect(proxyFor({ ...settings, noProxy }, target)).not.toBeNull();
});

async function companyProxy(status = 200) {
  const seen: string[] = [];
  const server = createServer((request, response) => {
    seen.push(`${request.method} ${request.url} ${request.headers["proxy-authorization"] ?? "-"}`);
    response.end("through the company");
  });
  server.on("connect", (request, socket) => {
    seen.push(`${request.method} ${request.url} ${request.headers["proxy-authorization"] ?? "-"}`);
    socket.end(`HTTP/1.1 ${status} Whatever\r\n\r\n${status === 200 ? "hello" : ""}`);
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const place = server.address();
  const port = typeof place === "object" ? place?.port : 0;
  return { seen, url: `http://user:p%40ss@127.0.0.1:${port}`, [Symbol.dispose]: () => void server.close() };
}

const basic = `Basic ${Buffer.from("user:p@ss").toString("base64")}`;

test("behind a company's proxy both ways go through it, by name and with its credentials", async () => {
  using company = await companyProxy();
  await using proxy = await openTestProxy({
    companyProxy: { httpsProxy: company.url, httpProxy: company.url },
    resolve: () => Promise.reject(new Error("ENOTFOUND")),
  });
  const plain = await proxy.talk(
    "GET http://allowed.test/p HTTP/1.1\r\nHost: allowed.test\r\nProxy-Authorization: x\r\nConnection: close\r\n\r\n",
  );
  expect(plain).toMatch(/through the company$/);
  const client = proxy.connect();
  client.send("CONNECT allowed.test:443 HTTP/1.1\r\n\r\n");
  await client.until("Established");
  client.reset();
  expect(company.seen).toEqual([`GET http://allowed.test/p ${basic}`, `CONNECT allowed.test:443 ${basic}`]);
});

test("behind a company's proxy the policy and what resolves to a private address are refused as ever", async () => {
  using company = await companyProxy();
  const given = { companyProxy: { httpsProxy: company.url, httpProxy: company.url } };
  await using inner = await openTestProxy({ ...given, resolve: async () => ["10.0.0.1"] });
  expect(await inner.talk("CONNECT allowed.test:443 HTTP/1.1\r\n\r\n")).toMatch(/^HTTP\/1\.1 403/);
  await using other = await openTestProxy(given);
  expect(await other.talk("CONNECT other.test:443 HTTP/1.1\r\n\r\n")).toMatch(/^HTTP\/1\.1 403/);
  expect(company.seen).toEqual([]);
});

test("a refusal by the company's proxy is told", async () => {
  using company = await companyProxy(407);
  await using proxy = await openTestProxy({ companyProxy: { httpsProxy: company.url } });
  expect(await proxy.talk("CONNECT allowed.test:443 HTTP/1.1\r\n\r\n")).toMatch(/^HTTP\/1\.1 502[\s\S]*own proxy answered 407/);
});
