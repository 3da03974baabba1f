import { X509Certificate } from "node:crypto";
import { once } from "node:events";
import { connect, createServer } from "node:tls";
import { expect, test } from "vitest";
import { createAuthority } from "./attempt-authority.ts";

/** What a client that trusts the authority says of a server that shows a certificate for `shown`. */
async function verdict(hosts: string[], shown: string): Promise<string> {
  const authority = createAuthority({ hosts, now: new Date() });
  const server = createServer({ SNICallback: (_, done) => done(null, authority.contextFor(shown)) }).listen(0, "127.0.0.1");
  server.on("tlsClientError", () => undefined);
  await once(server, "listening");
  const place = server.address();
  const socket = connect({ port: typeof place === "object" ? (place?.port ?? 0) : 0, servername: shown, ca: authority.certificate });
  try {
    return await once(socket, "secureConnect").then(
      () => "accepted",
      (error: Error) => error.message,
    );
  } finally {
    socket.destroy();
    server.close();
  }
}

test("an attempt's authority speaks for its hosts and for no other, even by a certificate of its own hand", async () => {
  expect(await verdict(["npm.secret.test"], "npm.secret.test")).toBe("accepted");
  expect(await verdict(["*.secret.test"], "a.b.secret.test")).toBe("accepted");
  for (const other of ["other.test", "secret.test", "evilnpm.secret.test", "npm.secret.test.evil"])
    expect(await verdict(["npm.secret.test"], other)).toMatch(/permitted subtree violation/);
});

test("it is an authority over servers alone, signs no other authority, and lives shortly", () => {
  const now = new Date("2030-01-01T00:00:00Z");
  const certificate = new X509Certificate(createAuthority({ hosts: ["a.test"], now }).certificate);
  expect(certificate.ca).toBe(true);
  expect(certificate.verify(certificate.publicKey)).toBe(true);
  expect([new Date(certificate.validFrom), new Date(certificate.validTo)]).toEqual([
    new Date("2029-12-31T23:55:00Z"),
    new Date("2030-01-03T00:00:00Z"),
  ]);
  expect(certificate.keyUsage).toEqual(["1.3.6.1.5.5.7.3.1"]);
});

test("no two attempts share a key", () => {
  const one = new X509Certificate(createAuthority({ hosts: ["a.test"], now: new Date() }).certificate);
  const other = new X509Certificate(createAuthority({ hosts: ["a.test"], now: new Date() }).certificate);
  expect(one.verify(other.publicKey)).toBe(false);
});

test("a sandbox that makes up names of a covered domain does not fill the worker's memory", () => {
  const authority = createAuthority({ hosts: ["*.secret.test"], now: new Date() });
  const first = authority.contextFor("host-0.secret.test");
  expect(authority.contextFor("host-0.secret.test")).toBe(first);
  for (let name = 1; name <= 64; name += 1) authority.contextFor(`host-${name}.secret.test`);
  expect(authority.contextFor("host-64.secret.test")).toBe(authority.contextFor("host-64.secret.test"));
  expect(authority.contextFor("host-0.secret.test")).not.toBe(first);
});
