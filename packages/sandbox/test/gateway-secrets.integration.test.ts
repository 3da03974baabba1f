import { randomBytes } from "node:crypto";
import { findSecrets } from "@slipway/core";
import { afterAll, expect, test } from "vitest";
import { z } from "zod";
import { runScript } from "../src/exec/run-script.ts";
import { openTestGateway } from "./open-test-gateway.ts";
import { testEngine, testInstance } from "./open-test-sandbox.ts";
import { privateRegistry } from "./private-registry.ts";

const HOST = "npm.secret.test";
const value = `Bearer canary-${randomBytes(12).toString("hex")}`;
const secret = { name: "NPM_TOKEN", hosts: ["*.secret.test"], header: "Authorization", value };
const policy = { mode: "list" as const, rules: [HOST, "other.test"].map((pattern) => ({ pattern, ports: [80] })) };
const named = [{ name: "NPM_TOKEN", value }];

async function open() {
  const registry = privateRegistry({ authorization: value });
  const sandbox = await openTestGateway({ policy, secrets: [secret], onOutside: registry.listener });
  return {
    ...sandbox,
    asked: registry.asked,
    async [Symbol.asyncDispose]() {
      await sandbox[Symbol.asyncDispose]();
      registry[Symbol.dispose]();
    },
  };
}

test("S14: curl, git, npm, pip, Python and Node reach a host that wants the header, and none of them holds it", async () => {
  await using sandbox = await open();
  expect(await sandbox.run(`curl -sS https://${HOST}/whoami`)).toBe("you are known\n");
  expect(await sandbox.run(`git clone -q https://${HOST}/repo.git /tmp/clone && cat /tmp/clone/hello.txt`)).toBe("a private file\n");
  const npm = `mkdir -p /tmp/p && cd /tmp/p && printf 'registry=https://${HOST}/\\n//${HOST}/:_authToken=\${NPM_TOKEN}\\n' >.npmrc
NPM_TOKEN=added-by-the-gateway npm install --no-audit --no-fund private-package >/dev/null && node -p 'require("private-package")'`;
  expect(await sandbox.run(npm)).toBe("from a private registry\n");
  const pip = `pip install -q --disable-pip-version-check --no-deps --target /tmp/t --index-url https://${HOST}/simple/ private_wheel`;
  expect(await sandbox.run(`${pip} && PYTHONPATH=/tmp/t python3 -c 'import private_wheel; print(private_wheel.word)'`)).toBe("wheel\n");
  expect(await sandbox.run(`node -e 'fetch("https://${HOST}/whoami").then((r) => r.text()).then(console.log)'`)).toBe("you are known\n\n");
  expect(await sandbox.run(`python3 -c 'import urllib.request as u; print(u.urlopen("https://${HOST}/whoami").status)'`)).toBe("200\n");
  expect(sandbox.asked.every(({ authorization }) => authorization === value)).toBe(true);
  expect(sandbox.events.every(({ type, host }) => type === "network.allowed" && host === HOST)).toBe(true);
  expect(new Set(sandbox.events.map((event) => "method" in event && event.method))).toEqual(new Set(["GET"]));
  expect(findSecrets(Buffer.from(JSON.stringify(sandbox.events)), named)).toEqual([]);
});

test("S14: the value is in no process, no file and no setting of the sandbox, and no echo brings it in", async () => {
  await using sandbox = await open();
  const look = `curl -sS https://${HOST}/echo; curl -sSi -H 'Accept-Encoding: gzip' https://${HOST}/echo
env; cat /proc/[0-9]*/environ /proc/[0-9]*/cmdline /proc/mounts 2>/dev/null | tr '\\0' '\\n'; cat /opt/slipway/ca.crt`;
  const seen = await sandbox.run(look);
  expect(seen).toContain('"authorization":"******');
  expect(findSecrets(Buffer.from(seen), named)).toEqual([]);
  expect(seen).toContain("BEGIN CERTIFICATE");
  expect(seen).not.toContain("PRIVATE KEY");
  expect(findSecrets(Buffer.from(JSON.stringify(await sandbox.state.container.inspect())), named)).toEqual([]);
  const changed = await sandbox.state.container.changes();
  const paths = z
    .array(z.object({ Path: z.string() }))
    .parse(changed)
    .map(({ Path }) => Path);
  expect(paths).toContain("/opt/slipway/ca.crt");
  const body = 'for path; do [ -f "$path" ] && cat "$path"; done; find /tmp /run /dev/shm -type f -exec cat {} +';
  const { output } = await runScript(sandbox.state, { user: "0:0", body, args: paths });
  expect(output.includes("BEGIN CERTIFICATE")).toBe(true);
  expect(findSecrets(output, named)).toEqual([]);
});

test("S15: other hosts never get it, by their own name, by a redirect or by another connection", async () => {
  await using sandbox = await open();
  const tries = [
    "curl -sS https://other.test/whoami",
    `curl -sSL https://${HOST}/moved`,
    `curl -sS --connect-to ${HOST}:443:other.test:443 https://${HOST}/whoami`,
    `curl -sS --connect-to other.test:443:${HOST}:443 https://other.test/whoami`,
    `curl -sS -H 'Host: other.test' https://${HOST}/whoami`,
    `curl -sS https://${HOST}:8443/whoami`,
    `curl -sS -X TRACE https://${HOST}/whoami`,
  ];
  for (const command of tries) expect([command, await sandbox.run(command)]).toEqual([command, expect.not.stringContaining("known")]);
  const elsewhere = sandbox.asked.filter(({ host }) => host !== HOST);
  expect(elsewhere.map(({ host, authorization }) => [host, authorization])).toEqual([
    ["other.test", undefined],
    ["other.test", undefined],
  ]);
  expect(sandbox.asked.filter(({ authorization }) => authorization !== undefined)).toMatchObject([{ path: "/moved" }]);
});

test("a client that does not trust the sandbox's bundle is told of in the log", async () => {
  await using sandbox = await open();
  expect(await sandbox.run(`curl -sS --cacert /etc/ssl/certs/ca-certificates.crt https://${HOST}/whoami 2>&1`)).toMatch(/curl: \(60\)/);
  expect(sandbox.events).toMatchObject([
    { host: HOST, method: "CONNECT", reason: expect.stringContaining("did not accept the gateway's") },
  ]);
});

afterAll(async () => {
  const left = await testEngine.docker.listContainers({ all: true, filters: { label: [`slipway.instance=${testInstance}`] } });
  expect(left).toEqual([]);
});
