import { randomUUID } from "node:crypto";
import { once } from "node:events";
import { readFile } from "node:fs/promises";
import { createServer } from "node:net";
import { networkInterfaces } from "node:os";
import { afterAll, expect, test } from "vitest";
import { commonHosts } from "../src/gateway/common-hosts.ts";
import { reapSandboxes, removeSnapshotImages } from "../src/index.ts";
import { aNetworkBuild, aPlayedOutside, type NetworkBuild } from "./a-network-build.ts";
import { openTestGateway } from "./open-test-gateway.ts";
import { openTestSandbox, testEngine, testImage, testInstance } from "./open-test-sandbox.ts";
import { isReachable, npmHosts, testNetworkSettings } from "./package-sources.ts";

const list: NetworkBuild["policy"] = { setup: "list", hosts: ["allowed.test"] };
const canInstall = await isReachable(npmHosts);

const gateways = () => {
  const filters = { label: [`slipway.instance=${testInstance}`, "slipway.role=build"] };
  return testEngine.docker.listContainers({ all: true, filters });
};

afterAll(async () => {
  expect(await gateways()).toEqual([]);
  await removeSnapshotImages(testEngine, { instance: testInstance, isKnown: () => false, minAgeMs: 0 });
});

test("a build reaches what the setup's policy lists, and each request is told with the step that made it", async () => {
  await using outside = await aPlayedOutside();
  const steps = ["RUN curl -sS http://allowed.test/x > /fetched", "RUN curl -sS http://other.test/y; cat /fetched"];
  const built = await aNetworkBuild({ text: [`FROM ${testImage}`, ...steps].join("\n"), policy: list, settings: outside.settings });
  expect(built).toMatchObject({ kind: "built" });
  expect(built.output).toContain("Slipway: other.test:80: The host is not on the allowed list.\nhello from outside\n");
  expect(built.events).toMatchObject([
    { type: "network.allowed", host: "allowed.test", method: "GET", command: steps[0] },
    { type: "network.denied", host: "other.test", port: 80, command: steps[1] },
  ]);
  expect(outside.asked).toEqual(["http://allowed.test/x"]);
  expect(await gateways()).toEqual([]);
});

test("neither the image nor a layer of its history keeps the proxy", async () => {
  await using outside = await aPlayedOutside();
  const text = `FROM ${testImage}\nRUN printenv https_proxy HTTP_PROXY\nRUN curl -sS http://allowed.test/ > /fetched`;
  const built = await aNetworkBuild({ text, policy: list, settings: outside.settings });
  if (built.kind !== "built") throw new Error(built.output);
  expect(built.output).toContain("\nhttp://127.0.0.1:3128\nhttp://127.0.0.1:3128\n");
  const history: { Id: string }[] = await testEngine.docker.getImage(built.imageId).history();
  const layers = await Promise.all(history.map(({ Id }) => testEngine.docker.getImage(Id).inspect()));
  expect(layers.length).toBeGreaterThan(4);
  expect(JSON.stringify([history, layers])).not.toMatch(/127\.0\.0\.1|no_proxy/i);
});

test("N01, N03, N04, N05, N20: a build's commands have no interface but lo, and no way around the gateway", async () => {
  let reached = 0;
  const service = createServer((socket) => {
    reached += 1;
    socket.destroy();
  }).listen(0, "0.0.0.0");
  await once(service, "listening");
  const place = service.address();
  const port = typeof place === "object" ? place?.port : 0;
  const addresses = Object.values(networkInterfaces()).flatMap((all) => (all ?? []).map(({ address }) => address));
  const outer = [
    ...addresses.filter((address) => !address.startsWith("127.") && address !== "::1"),
    "172.17.0.1",
    "169.254.169.254",
    "1.1.1.1",
  ];
  const attack = `import os, socket, subprocess
print("INTERFACES", os.listdir("/sys/class/net"), len(open("/proc/net/route").readlines()) - 1)
def tried(name, run):
  try: print(name, "open", run())
  except OSError as e: print(name, "errno", e.errno)
for a in ${JSON.stringify([...outer, "127.0.0.1", "::1"])}:
  tried("TCP " + a, lambda: socket.create_connection((a, ${port}), 2))
def dns():
  s = socket.socket(socket.AF_INET, socket.SOCK_DGRAM); s.settimeout(2)
  s.sendto(b"\\0\\1\\1\\0\\0\\1\\0\\0\\0\\0\\0\\0\\1a\\4test\\0\\0\\1\\0\\1", ("1.1.1.1", 53)); s.recv(99)
tried("UDP", dns)
tried("NAME", lambda: socket.getaddrinfo("allowed.test", 80))
tried("BIND", lambda: socket.socket().bind(("127.0.0.1", 3128)))
print("FORWARDERS", [p for p in os.listdir("/proc") if p.isdigit() and open(f"/proc/{p}/comm").read() == "forward\\n"])
print("ABSTRACT", len(open("/proc/net/unix").readlines()) - 1)
for host in ["169.254.169.254", "[fd00:ec2::254]", "metadata.google.internal", "only-the-other.test", "127.0.0.1:${port}"]:
  ask = ["curl", "-s", "-m", "5", "--noproxy", "", "-o", "/dev/null", "-w", "%{http_code}", "http://" + host + "/"]
  print("ASKED", host, subprocess.run(ask, capture_output=True, text=True).stdout)
`;
  await using outside = await aPlayedOutside();
  await using other = await openTestGateway({ policy: { mode: "public", rules: [] } });
  const text = `FROM ${testImage}\nCOPY attack.py /attack.py\nRUN sleep 1; cat /sys/fs/cgroup/pids.max /sys/fs/cgroup/pids/pids.max 2>/dev/null | sed 's/^/PIDS /'; python3 /attack.py`;
  const built = await aNetworkBuild({ text, files: { "attack.py": attack }, policy: list, settings: outside.settings });
  service.close();
  expect(built.kind, built.output).toBe("built");
  const told = (word: string) => built.output.split("\n").filter((line) => line.startsWith(`${word} `));
  expect(told("INTERFACES")).toEqual(["INTERFACES ['lo'] 0"]);
  expect(told("TCP")).toHaveLength(outer.length + 2);
  for (const word of ["TCP", "UDP", "NAME", "BIND"]) for (const line of told(word)) expect(line).toMatch(/ errno -?\d+$/);
  expect(told("PIDS")).toEqual(["PIDS 256"]);
  expect(told("FORWARDERS")).toEqual(["FORWARDERS []"]);
  expect(told("ABSTRACT")).toEqual(["ABSTRACT 0"]);
  expect(told("ASKED")).toHaveLength(5);
  for (const line of told("ASKED")) expect(line).toMatch(/ 403$/);
  expect(built.events.map(({ type }) => type)).toEqual(Array(5).fill("network.denied"));
  expect([reached, other.reached(), other.events, outside.asked]).toEqual([0, 0, [], []]);
});

async function untilRunning(build: Omit<NetworkBuild, "onOutput">) {
  const { promise, resolve } = Promise.withResolvers<void>();
  const ended = aNetworkBuild({ ...build, onOutput: (output) => output.includes("has begun") && resolve() });
  ended.catch(() => undefined);
  await Promise.race([promise, ended]);
  return { ended, open: await gateways() };
}

test("a build that is stopped or late takes its gateway along, and one whose worker is gone is reaped", async () => {
  await using outside = await aPlayedOutside();
  const plan = { text: `FROM ${testImage}\nRUN echo has begun; sleep 63`, policy: list, settings: outside.settings };
  const controller = new AbortController();
  const stopped = await untilRunning({ ...plan, signal: controller.signal });
  expect(stopped.open).toHaveLength(1);
  controller.abort(new Error("cancelled"));
  await expect(stopped.ended).rejects.toThrow("cancelled");
  expect(await gateways()).toEqual([]);
  expect(await aNetworkBuild({ ...plan, timeoutMs: 2_000 })).toMatchObject({ kind: "failed", ending: "timed_out" });
  expect(await gateways()).toEqual([]);
  const orphan = await untilRunning(plan);
  const reaped = await reapSandboxes(testEngine, { instance: testInstance, isLive: async () => false, minAgeMs: 0 });
  expect(reaped).toEqual(orphan.open.map(({ Id }) => Id));
  const running = (await testEngine.docker.listContainers()).filter(({ Command }) => Command.includes("sleep 63"));
  for (const { Id } of running) await testEngine.docker.getContainer(Id).kill();
  expect(await orphan.ended).toMatchObject({ kind: "failed" });
});

test("with the policy off there is no gateway, and what a build fetched is used again under the same policy alone", async () => {
  await using outside = await aPlayedOutside();
  const fetch = "(curl -sS -m 2 http://allowed.test/ || echo nothing) > /fetched; cat /fetched";
  const text = `FROM ${testImage}\nARG KEPT=${randomUUID()}\nRUN ${fetch}\nCOPY seed /seed`;
  const build = (policy: NetworkBuild["policy"]) =>
    aNetworkBuild({ text, files: { seed: randomUUID() }, policy, settings: outside.settings });
  const [one, same, wider, off, again] = [
    await build(list),
    await build(list),
    await build({ ...list, setup: "public" }),
    await build({ setup: "off" }),
    await build({ setup: "off" }),
  ];
  expect([one, same, wider, off, again].map(({ kind }) => kind)).toEqual(Array(5).fill("built"));
  expect([one, same, wider].map(({ output }) => output.includes("Using cache"))).toEqual([false, true, false]);
  expect(outside.asked).toHaveLength(2);
  expect(off.output).toContain("\nnothing\n");
  expect(again.output).toContain("Using cache");
  expect([...off.events, ...again.events]).toEqual([]);
});

test.skipIf(!canInstall)("apt and npm install from their real registries, trusting what the Dockerfile copied", async () => {
  await using sandbox = await openTestSandbox();
  const common = await commonHosts(sandbox.workspace);
  const hosts = common.map(({ pattern }) => pattern).filter((pattern) => !pattern.startsWith("*"));
  const { NODE_EXTRA_CA_CERTS, SSL_CERT_FILE } = process.env;
  const bundle = NODE_EXTRA_CA_CERTS ?? SSL_CERT_FILE;
  const text = `FROM ${testImage}
COPY ca.crt /usr/local/share/ca.crt
RUN apt-get -q update && apt-get install -qy --no-install-recommends hello && hello
RUN cd /tmp && ${bundle === undefined ? "" : "NODE_EXTRA_CA_CERTS=/usr/local/share/ca.crt "}npm install --no-audit --no-fund is-number@7.0.0 && node -p 'require("is-number")(5)'`;
  const files = { "ca.crt": bundle === undefined ? "" : await readFile(bundle, "utf8") };
  const built = await aNetworkBuild({ text, files, policy: { setup: "list", hosts }, settings: await testNetworkSettings(hosts) });
  expect(built.kind, built.output).toBe("built");
  expect(built.output).toContain("Hello, world!");
  expect(built.output).toMatch(/\ntrue\n/);
  expect(built.events.filter(({ type }) => type === "network.denied")).toEqual([]);
  expect(built.events.length).toBeGreaterThan(1);
});
