import { once } from "node:events";
import { connect, createServer } from "node:net";
import { expect, test } from "vitest";
import { connectDocker } from "../src/index.ts";
import { openTestGateway } from "./open-test-gateway.ts";

/** The engine as a worker on another machine, or in a container, reaches it: nothing but a TCP stream to its API. */
async function reachEngineByTcp() {
  const relay = createServer({ allowHalfOpen: true }, (client) => {
    const engine = connect({ path: "/var/run/docker.sock", allowHalfOpen: true });
    client.pipe(engine).pipe(client);
    client.on("error", () => engine.destroy());
    engine.on("error", () => client.destroy());
  }).listen(0, "127.0.0.1");
  await once(relay, "listening");
  const place = relay.address();
  const port = typeof place === "object" ? place?.port : 0;
  return Object.assign(connectDocker({ dockerHost: `tcp://127.0.0.1:${port}` }), { [Symbol.dispose]: () => relay.close() });
}

test("a sandbox and its gateway need nothing of the engine's machine but its API", async () => {
  using engine = await reachEngineByTcp();
  await using sandbox = await openTestGateway({ engine });
  expect(await sandbox.run("curl -sS http://allowed.test/")).toBe("hello from outside\n");
  expect(await sandbox.run("curl -sS http://other.test/")).toContain("not on the allowed list");
  expect(sandbox.events.map(({ type, host }) => [type, host])).toEqual([
    ["network.allowed", "allowed.test"],
    ["network.denied", "other.test"],
  ]);
});
