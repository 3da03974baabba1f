import { randomUUID } from "node:crypto";
import { lookup } from "node:dns/promises";
import { type LimitsInput, NetworkPolicy, resolveLimits } from "@slipway/core";
import { afterAll, describe, expect, test } from "vitest";
import { runCommand } from "../src/exec/run-command.ts";
import { commonHosts } from "../src/gateway/common-hosts.ts";
import { addressFault } from "../src/gateway/vet-address.ts";
import type { GatewayEvent } from "../src/index.ts";
import { buildSnapshot, openSandbox } from "../src/index.ts";
import { startSandbox } from "../src/start-sandbox.ts";
import { makeRepository } from "./bundled-repository.ts";
import { openTestSandbox, testEngine, testImage, testInstance } from "./open-test-sandbox.ts";
import { isReachable, npmHosts, testNetworkSettings } from "./package-sources.ts";

const canInstall = await isReachable(npmHosts);
/** What the image's package managers are set to; on a host with mirrors those addresses may be private, so the tests except them. */
const sources = canInstall ? (await askImage()).map(({ pattern }) => pattern).filter((pattern) => !pattern.startsWith("*")) : [];
const limits: LimitsInput = { memoryBytes: 1024 * 2 ** 20, processes: 256 };

async function askImage() {
  await using sandbox = await openTestSandbox();
  return await commonHosts(sandbox.workspace);
}

async function open(role: "setup" | "agent", policy: NetworkPolicy, image = testImage) {
  const events: GatewayEvent[] = [];
  const network = {
    policy,
    phase: role,
    onRequest: (event: GatewayEvent) => void events.push(event),
    settings: await testNetworkSettings(sources),
  };
  const owner = { instance: testInstance, attemptId: randomUUID(), epoch: 1, role };
  const { state, stop } = await startSandbox(testEngine, { image, limits: resolveLimits(limits), variables: {}, owner, network }, role);
  return {
    events,
    async run(command: string, timeoutMs = 100_000) {
      let text = "";
      const result = await runCommand(state, { command, timeoutMs, onOutput: (chunk) => (text += chunk) });
      return { ...result, text };
    },
    [Symbol.asyncDispose]: stop,
  };
}

describe.skipIf(!canInstall)("through the gateway", () => {
  const policies = {
    public: NetworkPolicy.parse({ setup: "public", agent: "public", hosts: sources }),
    common: NetworkPolicy.parse({ setup: "common", agent: "common" }),
    list: NetworkPolicy.parse({ setup: "list", agent: "list", hosts: sources }),
  };

  for (const [name, policy] of Object.entries(policies)) {
    test(`a setup under the policy ${name} installs packages with npm and apt, without doing anything for it`, async () => {
      await using setup = await open("setup", policy);
      const npm = await setup.run("cd /tmp && npm install --no-audit --no-fund is-number@7.0.0 && node -p 'require(\"is-number\")(5)'");
      expect(npm).toMatchObject({ exitCode: 0, text: expect.stringMatching(/true\n$/) });
      const apt = await setup.run("apt-get -q update && apt-get install -qy --no-install-recommends hello && hello");
      expect(apt).toMatchObject({ exitCode: 0, text: expect.stringContaining("Hello, world!") });
      expect(setup.events.filter(({ type }) => type === "network.denied")).toEqual([]);
      expect(new Set(setup.events.map(({ host }) => host)).size).toBeGreaterThanOrEqual(2);
      const fetched = setup.events.filter((event) => event.type === "network.allowed").reduce((sum, { bytesDown }) => sum + bytesDown, 0);
      expect(fetched).toBeGreaterThan(10_000);
    });
  }

  test("an agent's npm, curl, git and Node's fetch use the gateway by themselves", async () => {
    await using agent = await open("agent", policies.list);
    const url = `https://${npmHosts[0]}/is-number`;
    const npm = await agent.run("mkdir -p /tmp/p && cd /tmp/p && npm install --no-audit --no-fund is-number@7.0.0");
    expect(npm).toMatchObject({ exitCode: 0 });
    expect(await agent.run(`curl -sS -o /dev/null -w '%{http_code}' ${url}`)).toMatchObject({ text: "200" });
    expect(await agent.run(`node -e 'fetch("${url}").then((r) => console.log(r.status))'`)).toMatchObject({ text: "200\n" });
    expect(await agent.run(`python3 -c 'import urllib.request as u; print(u.urlopen("${url}").status)'`)).toMatchObject({ text: "200\n" });
    // There is no repository; that the server said so shows that git spoke TLS with it.
    expect((await agent.run(`git ls-remote https://${npmHosts[0]}/none.git`)).text).toMatch(
      /not found|not valid|unexpected|403|404|error: 4/i,
    );
    expect(agent.events.filter(({ type }) => type === "network.denied")).toEqual([]);
  });

  test("a snapshot keeps what its setup installed, and neither a variable of the network nor a way out", async () => {
    using repository = makeRepository();
    const plan = (role: "setup" | "agent", image: string) => ({
      image,
      limits: resolveLimits(limits),
      variables: {},
      owner: { instance: testInstance, attemptId: randomUUID(), epoch: 1, role },
    });
    const network = {
      policy: policies.common,
      phase: "setup" as const,
      onRequest: () => undefined,
      settings: await testNetworkSettings(sources),
    };
    const built = await buildSnapshot(testEngine, {
      ...plan("setup", testImage),
      network,
      snapshotId: randomUUID(),
      repository: repository.input(),
      script: "apt-get -q update && apt-get install -qy --no-install-recommends hello && npm install --no-audit -g is-number@7.0.0",
      timeoutMs: 100_000,
    });
    if (built.kind !== "built") throw new Error(built.log);
    try {
      const { Config } = await testEngine.docker.getImage(built.imageId).inspect();
      expect(Config.Env.filter((variable) => /proxy|slipway/i.test(variable))).toEqual([]);
      await using agent = await openSandbox(testEngine, plan("agent", built.imageId));
      let text = "";
      const command = "hello; npm ls -g is-number; curl -sS -m 5 http://127.0.0.1:3128 2>&1; env | grep -ic proxy";
      await agent.workspace.runCommand({ command, timeoutMs: 30_000, onOutput: (chunk) => (text += chunk) });
      expect(text).toMatch(/^Hello, world!\n[\s\S]*is-number@7\.0\.0[\s\S]*curl: \(7\)[\s\S]*\n0\n$/);
      await using listed = await open("agent", policies.list, built.imageId);
      expect(await listed.run(`curl -sS -o /dev/null -w '%{http_code}' https://${npmHosts[0]}/is-number`)).toMatchObject({ text: "200" });
    } finally {
      await testEngine.docker.getImage(built.imageId).remove({ force: true });
    }
  });

  test("an image without the gateway's program, its authorities or bash works as well", async () => {
    const image = `slipway-test-bare:${randomUUID().slice(0, 8)}`;
    const removal = "rm -rf /opt/slipway /etc/ssl/certs /bin/bash";
    const container = await testEngine.docker.createContainer({
      Image: testImage,
      Cmd: ["sh", "-c", removal],
      User: "0",
      Labels: { "slipway.instance": testInstance },
    });
    await container.start();
    await container.wait();
    const [repo, tag] = image.split(":");
    await container.commit({ repo, tag });
    await container.remove({ force: true });
    try {
      await using agent = await open("agent", policies.public, image);
      expect(await agent.run(`curl -sS -o /dev/null -w '%{http_code}' https://${npmHosts[0]}/is-number`)).toMatchObject({ text: "200" });
      expect((await agent.run("ls -ln /opt/slipway | tail -n +2 | cut -c1-10,11-20")).text).toMatch(
        /^-rw-r--r-- 1 0 0.*\n-rwxr-xr-x 1 0 0/,
      );
      expect((await agent.run("rm -f /opt/slipway/forward; echo x >/opt/slipway/ca.crt; mv /opt/slipway /tmp/x")).exitCode).not.toBe(0);
    } finally {
      await testEngine.docker.getImage(image).remove({ force: true });
    }
  });
});

test.skipIf(!canInstall)("a listed registry without the administrator's exception is reached at a public address alone", async () => {
  const policy = NetworkPolicy.parse({ agent: "list", hosts: npmHosts });
  const events: GatewayEvent[] = [];
  await using sandbox = await openSandbox(testEngine, {
    image: testImage,
    limits: resolveLimits(limits),
    variables: {},
    owner: { instance: testInstance, attemptId: randomUUID(), epoch: 1, role: "agent" },
    network: { policy, phase: "agent", onRequest: (event) => void events.push(event), settings: await testNetworkSettings([]) },
  });
  const command = `curl -sS -m 20 -o /dev/null https://${npmHosts[0]}/is-number`;
  await sandbox.workspace.runCommand({ command, timeoutMs: 30_000 });
  const addresses = await lookup(npmHosts[0] ?? "", { all: true });
  const isPublic = addresses.every(({ address }) => addressFault(address, { mayBePrivate: false, own: new Set() }) === null);
  expect(events).toMatchObject([{ type: isPublic ? "network.allowed" : "network.denied", host: npmHosts[0], port: 443 }]);
  expect(sandbox.network?.totals()).toMatchObject(isPublic ? { allowed: 1 } : { denied: 1, bytesDown: 0 });
});

test("with the policy off nothing leaves, and who asks the gateway is refused and told of", async () => {
  await using agent = await open("agent", NetworkPolicy.parse({ agent: "off" }));
  const asks = `for turn in $(seq 100); do curl -s -o /dev/null http://a.example/ && break; done; curl -sS http://a.example/x; curl -sS https://b.example/ 2>&1`;
  expect((await agent.run(asks)).text).toMatch(/^Slipway: a\.example:80: The network is off\.\ncurl: \(56\) .*403/);
  expect(agent.events).toContainEqual({
    type: "network.denied",
    host: "b.example",
    port: 443,
    reason: "The network is off.",
    command: null,
  });
  const { text } = await agent.run(
    "grep -c : /proc/net/dev; tail -n +2 /proc/net/route | wc -l; curl -sS -m 5 --noproxy '*' http://1.1.1.1/ 2>&1",
  );
  expect(text).toMatch(/^1\n0\ncurl: \(7\)/);
  const local =
    "python3 -m http.server -b 0.0.0.0 8123 >/dev/null 2>&1 & for host in localhost 127.0.0.1 0.0.0.0 127.0.0.2; do for turn in $(seq 100); do curl -s -o /dev/null -w '%{http_code} ' http://$host:8123/ && break; done; done; kill %1";
  expect((await agent.run(local)).text).toMatch(/(^|000 )200 200 200 200 $/);
});

afterAll(async () => {
  const left = await testEngine.docker.listContainers({ all: true, filters: { label: [`slipway.instance=${testInstance}`] } });
  expect(left).toEqual([]);
});
