/** Ports of the servers that the client starts beside itself, for the direct requests. */
const PLAIN = 8080;
const SECURE = 8443;

/**
 * A shell command that prints, as JSON, the milliseconds of `count` requests of each kind, asked in turns over fresh connections by one
 * client: directly to servers in the same sandbox, and through the gateway.
 */
export function gatewayClient({
  count,
  warmUps,
  host,
  secretHost,
}: {
  count: number;
  warmUps: number;
  host: string;
  secretHost: string;
}): string {
  return `cd /tmp
openssl req -x509 -nodes -newkey ec -pkeyopt ec_paramgen_curve:P-256 -days 2 -subj /CN=direct -addext subjectAltName=IP:127.0.0.1 -keyout key.pem -out cert.pem 2>/dev/null
node -e '
const { readFileSync } = require("node:fs");
const answer = (_, response) => response.end("fine");
require("node:http").createServer(answer).listen(${PLAIN}, "127.0.0.1");
require("node:https").createServer({ key: readFileSync("key.pem"), cert: readFileSync("cert.pem") }, answer).listen(${SECURE}, "127.0.0.1");
' & servers=$!
python3 - <<'END'
import http.client, json, socket, ssl, time
def wait(port):
  while True:
    try: return socket.create_connection(("127.0.0.1", port)).close()
    except OSError: time.sleep(0.05)
[wait(port) for port in (${PLAIN}, ${SECURE}, 3128)]
direct, trusted = ssl.create_default_context(cafile="cert.pem"), ssl.create_default_context(cafile="/opt/slipway/ca.crt")
def tunnel(host):
  c = http.client.HTTPSConnection("127.0.0.1", 3128, context=trusted); c.set_tunnel(host, 443); return c
kinds = {
  "direct": lambda: (http.client.HTTPConnection("127.0.0.1", ${PLAIN}), "/"),
  "plain": lambda: (http.client.HTTPConnection("127.0.0.1", 3128), "http://${host}/"),
  "directTls": lambda: (http.client.HTTPSConnection("127.0.0.1", ${SECURE}, context=direct), "/"),
  "tunnel": lambda: (tunnel("${host}"), "/"),
  "intercepted": lambda: (tunnel("${secretHost}"), "/"),
}
times = {kind: [] for kind in kinds}
for turn in range(${count + warmUps}):
  for kind, make in kinds.items():
    begun = time.perf_counter(); c, path = make(); c.request("GET", path); r = c.getresponse(); body = r.read(); c.close()
    assert r.status == 200 and body == b"fine", (kind, r.status, body)
    if turn >= ${warmUps}: times[kind].append((time.perf_counter() - begun) * 1000)
print(json.dumps(times))
END
kill $servers`;
}
