import { execFileSync, spawn } from "node:child_process";
import { randomUUID } from "node:crypto";
import { once } from "node:events";
import { writeFile } from "node:fs/promises";
import { createServer } from "node:http";
import path from "node:path";
import type { NetworkPolicy } from "@slipway/core";
import { instanceId, listSnapshots, readEvents } from "@slipway/db";
import { connectDocker, removeSnapshotImages } from "@slipway/sandbox";
import { expect, test } from "vitest";
import { aSampleRepository, git } from "./a-repository.ts";
import { aScriptedModel, commandScript } from "./a-scripted-model.ts";
import { aWorkerSite, sendTask, untilTask } from "./a-worker.ts";
import { listSandboxes } from "./list-sandboxes.ts";

const image = process.env.TEST_IMAGE ?? "";
const main = path.join(import.meta.dirname, "../src/main.ts");
const ended = ({ status }: { status: string }) => ["succeeded", "failed", "cancelled"].includes(status);

/** A worker whose outside is played, by the proxy that its host would have; a repository with the Dockerfile. */
async function aSite(dockerfile: string) {
  const stack = new AsyncDisposableStack();
  const asked: string[] = [];
  const server = createServer(({ url = "" }, response) => {
    asked.push(url);
    response.end("hello from outside\n");
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  stack.defer(() => {
    server.closeAllConnections();
    server.close();
  });
  const place = server.address();
  const port = typeof place === "object" ? place?.port : 0;
  const model = stack.use(await aScriptedModel(commandScript("cat /fetched")));
  const site = stack.use(await aWorkerSite({ ...model.variables, HTTP_PROXY: `http://127.0.0.1:${port}` }));
  stack.defer(async () => {
    await removeSnapshotImages(connectDocker(), { instance: await instanceId(site.db), isKnown: () => false, minAgeMs: 0 });
  });
  const repository = stack.use(await aSampleRepository());
  await writeFile(path.join(repository.folder, "Dockerfile"), dockerfile);
  await git(repository.folder, "add", "Dockerfile");
  await git(repository.folder, "commit", "-qm", "A Dockerfile");
  const send = (network: Partial<NetworkPolicy>) =>
    sendTask(site.db, {
      location: repository.folder,
      prompt: "Look",
      environment: { dockerfile: "Dockerfile", network: { setup: "off", agent: "off", hosts: [], ...network } },
    });
  return { site, send, asked, [Symbol.asyncDispose]: () => stack.disposeAsync() };
}

test("a Dockerfile's build passes the gateway, and the log and the page tell what its policy denied", async () => {
  const steps = [`RUN curl -sS http://allowed.test/${randomUUID()} > /fetched`, "RUN curl -sSf http://other.test/ || true"];
  await using place = await aSite([`FROM ${image}`, ...steps].join("\n"));
  const { site } = place;
  await site.start();
  const { taskId, attemptId, environmentId } = await place.send({ setup: "list", hosts: ["allowed.test"] });
  const task = await untilTask(site.db, taskId, ended);
  expect(task.turnList[0]?.attempts[0]?.failure).toBeNull();
  const events = (await readEvents(site.db, { attemptId, after: 0, limit: 1_000 })).map(({ body }) => body);
  expect(events.filter(({ type }) => type.startsWith("network."))).toMatchObject([
    { type: "network.allowed", host: "allowed.test", method: "GET", command: steps[0] },
    { type: "network.denied", host: "other.test", port: 80, command: steps[1] },
  ]);
  const output = (id: string) =>
    events.flatMap((body) => (body.type === "command.output" && body.callId === id ? [body.text] : [])).join("");
  expect(output("only")).toContain("hello from outside\n");
  const denied = "[The setup's network policy denied other.test:80 (The host is not on the allowed list.)]";
  expect(output("image")).toContain(denied);
  const snapshots = await listSnapshots(site.db, { environmentId });
  expect(snapshots).toMatchObject([{ kind: "image", state: "ready", log: expect.stringContaining(denied) }]);
  await expect.poll(() => listSandboxes(attemptId), { timeout: 20_000 }).toEqual([]);
});

test("`common` stands for the registries of the image in FROM, and a build that fails says what was denied", async () => {
  const base = `slipway-test-base:${randomUUID().slice(0, 8)}`;
  const build = ["build", "--network", "none", "-t", base, "-"];
  execFileSync("docker", build, { input: `FROM ${image}\nRUN npm config set -g registry http://registry.test/npm/\n`, stdio: "pipe" });
  try {
    await using place = await aSite(`FROM ${base}\nRUN curl -sSf http://registry.test/npm/x && curl -sSf http://other.test/\n`);
    await place.site.start();
    const { taskId } = await place.send({ setup: "common" });
    const task = await untilTask(place.site.db, taskId, ended);
    expect(place.asked).toEqual(["http://registry.test/npm/x"]);
    expect(task.turnList[0]?.attempts[0]?.failure).toMatchObject({
      code: "setup_failed",
      message: expect.stringContaining("with exit code 22"),
      hint: expect.stringContaining("The setup's network policy denied other.test:80 (The host is not on the allowed list.)."),
    });
  } finally {
    execFileSync("docker", ["rmi", "-f", base], { stdio: "pipe" });
  }
});

test("a worker killed within a build leaves no gateway behind, and another one builds the image", async () => {
  await using place = await aSite(`FROM ${image}\nRUN sleep 3; curl -sS http://allowed.test/${randomUUID()} > /fetched\n`);
  const { site } = place;
  const doomed = spawn(process.execPath, [main], {
    env: { PATH: process.env.PATH, HOME: process.env.HOME, ...site.variables },
    stdio: "ignore",
  });
  const { taskId, attemptId } = await place.send({ setup: "list", hosts: ["allowed.test"] });
  const hasBegun = async () =>
    (await readEvents(site.db, { attemptId, after: 0 })).some(
      ({ body }) => body.type === "command.output" && body.text.includes("Running in"),
    );
  await expect.poll(hasBegun, { timeout: 60_000 }).toBe(true);
  const [gateway = ""] = await listSandboxes(attemptId);
  expect(gateway).not.toBe("");
  doomed.kill("SIGKILL");
  await once(doomed, "exit");
  await site.start();
  const task = await untilTask(site.db, taskId, ended, 100_000);
  expect(task.status).toBe("succeeded");
  await expect.poll(() => listSandboxes(attemptId), { timeout: 60_000 }).toEqual([]);
  expect(place.asked).toHaveLength(1);
});
