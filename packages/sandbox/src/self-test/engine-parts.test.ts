import { once } from "node:events";
import { createServer } from "node:http";
import { expect, test } from "vitest";
import { connectDocker } from "../engine/connect-docker.ts";
import { engineParts } from "./engine-parts.ts";

/** An engine of which only its answers about itself are played. */
async function engineOf(answers: { version: object; info: object }) {
  const server = createServer(({ url = "" }, response) => {
    response.setHeader("content-type", "application/json");
    response.end(JSON.stringify(url.startsWith("/version") ? answers.version : answers.info));
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  const place = server.address();
  const port = typeof place === "object" ? (place?.port ?? 0) : 0;
  return {
    engine: connectDocker({ dockerHost: `tcp://127.0.0.1:${port}` }),
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections();
      server.close();
    },
  };
}

const parts = async (Version: string, ApiVersion: string) => {
  await using played = await engineOf({ version: { Version, ApiVersion }, info: { ServerVersion: Version, Driver: "overlay2" } });
  return await engineParts(played.engine);
};

test.each([
  ["19.03.15", "1.40"],
  ["1.13.1", "1.26"],
  ["unknown", ""],
])("an engine %s below the floor is a broken control that says what to do (R25)", async (version, api) => {
  const [engine] = await parts(version, api);
  expect(engine).toMatchObject({ name: "engine", ok: false, detail: expect.stringContaining(version) });
  expect(engine?.hint).toMatch(/Docker Engine 20\.10 or later/);
});

test.each([
  ["20.10.24", "1.41"],
  ["28.2.2", "1.50"],
  ["99.0.0", "2.0"],
])("an engine %s at the floor or above it holds, and is told with its facts", async (version, api) => {
  const found = await parts(version, api);
  expect(found.filter(({ ok }) => !ok)).toEqual([]);
  expect(found[0]?.detail).toBe(
    `Docker ${version}, API ${api}, storage overlay2, cgroup v1, runtime runc, a restart of the engine ends running tasks.`,
  );
});
