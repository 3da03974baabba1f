import { expect, test } from "vitest";
import { openTestGateway } from "./open-test-gateway.ts";

const MIB = 2 ** 20;
const policy = { mode: "list" as const, rules: [{ pattern: "allowed.test", ports: [80] }] };

/** Loose bounds: a loaded machine may be slow, a broken gateway is slower. The figures are printed by the benchmark. */
test("a request costs little beside the same request without a gateway", async () => {
  await using sandbox = await openTestGateway({ policy });
  const script = `import http.client, time
def ask():
  c = http.client.HTTPConnection("127.0.0.1", 3128); t = time.perf_counter()
  c.request("GET", "http://allowed.test/"); r = c.getresponse(); r.read(); c.close()
  assert r.status == 200
  return time.perf_counter() - t
[ask() for _ in range(20)]
times = sorted(ask() for _ in range(200))
print(times[100] * 1000, times[190] * 1000)`;
  const [p50 = 0, p95 = 0] = (await sandbox.run(`python3 - <<'END'\n${script}\nEND`)).trim().split(" ").map(Number);
  process.stderr.write(`gateway: p50 ${p50.toFixed(2)} ms, p95 ${p95.toFixed(2)} ms per request\n`);
  expect(p50).toBeGreaterThan(0);
  expect(p50).toBeLessThan(100);
});

test("200 MB come down whole, in bounded memory of the worker", async () => {
  const part = Buffer.alloc(MIB, 7);
  await using sandbox = await openTestGateway({
    policy,
    onOutside: (_request, response) => {
      let left = 200;
      const more = () => {
        while (left > 0) {
          left -= 1;
          if (!response.write(part)) return void response.once("drain", more);
        }
        response.end();
      };
      more();
    },
  });
  const before = process.memoryUsage().rss;
  let most = 0;
  const watch = setInterval(() => (most = Math.max(most, process.memoryUsage().rss - before)), 50);
  const text = await sandbox.run(
    "curl -sS -w '%{time_total}\\n' -o /tmp/x http://allowed.test/; wc -c </tmp/x; tr -d '\\7' </tmp/x | wc -c; rm /tmp/x",
  );
  clearInterval(watch);
  const [seconds, bytes, wrong] = text.trim().split("\n").map(Number);
  process.stderr.write(`gateway: 200 MiB in ${seconds} s, ${Math.round(most / MIB)} MiB of memory at most\n`);
  expect([bytes, wrong]).toEqual([200 * MIB, 0]);
  expect(most).toBeLessThan(150 * MIB);
});

test("a slow reader holds back its own download and no other", async () => {
  let written = 0;
  await using sandbox = await openTestGateway({
    policy,
    onOutside: ({ url }, response) => {
      if (url === "/quick") return void response.end("quick\n");
      const more = () => {
        while (!response.destroyed && response.write(Buffer.alloc(65_536))) written += 65_536;
        response.once("drain", more);
      };
      more();
    },
  });
  const stuck =
    "import socket, subprocess\ns = socket.create_connection(('127.0.0.1', 3128)); s.sendall(b'GET http://allowed.test/slow HTTP/1.1\\r\\nHost: allowed.test\\r\\n\\r\\n'); s.recv(10)\nfor _ in range(20): subprocess.run(['curl', '-sS', 'http://allowed.test/quick'])";
  expect(await sandbox.run(`python3 -c "${stuck}"`)).toBe("quick\n".repeat(20));
  expect(written).toBeLessThan(30 * MIB);
});

test("100 connections at once are all served, and more than the gateway holds wait", async () => {
  await using sandbox = await openTestGateway({
    policy,
    onOutside: ({ url }, response) => void setTimeout(() => response.end(`${url}\n`.repeat(1_000)), 50),
  });
  const script = (count: number) => `import http.client, threading
done = []
def ask(i):
  c = http.client.HTTPConnection("127.0.0.1", 3128, timeout=50); c.request("GET", f"http://allowed.test/{i}")
  done.append(c.getresponse().read() == f"/{i}\\n".encode() * 1000); c.close()
threads = [threading.Thread(target=ask, args=(i,)) for i in range(${count})]
[t.start() for t in threads]; [t.join() for t in threads]
print(len(done), all(done))`;
  expect(await sandbox.run(`python3 - <<'END'\n${script(100)}\nEND`)).toBe("100 True\n");
  const idle =
    "import socket, time, http.client\nheld = [socket.create_connection(('127.0.0.1', 3128)) for _ in range(300)]\ntime.sleep(0.5); [s.close() for s in held]\nc = http.client.HTTPConnection('127.0.0.1', 3128, timeout=30); c.request('GET', 'http://allowed.test/x'); print(c.getresponse().status)";
  expect(await sandbox.run(`python3 - <<'END'\n${idle}\nEND`)).toBe("200\n");
});

test("more refused tunnels than the gateway has places leave it working", async () => {
  await using sandbox = await openTestGateway({ policy });
  const script = `import http.client, socket
for _ in range(300):
  s = socket.create_connection(("127.0.0.1", 3128)); s.sendall(b"CONNECT other.test:443 HTTP/1.1\\r\\n\\r\\n")
  answer = b"".join(iter(lambda: s.recv(4096), b"")); s.close()
  assert answer.startswith(b"HTTP/1.1 403")
c = http.client.HTTPConnection("127.0.0.1", 3128, timeout=30); c.request("GET", "http://allowed.test/"); print(c.getresponse().status)`;
  expect(await sandbox.run(`python3 - <<'END'\n${script}\nEND`)).toBe("200\n");
});
