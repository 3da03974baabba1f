import { execFileSync } from "node:child_process";
import { writeFile } from "node:fs/promises";
import path from "node:path";
import { readEvents } from "@slipway/db";
import { expect, test } from "vitest";
import { aSampleRepository, git } from "./a-repository.ts";
import { aScriptedModel, commandScript } from "./a-scripted-model.ts";
import { aWorkerSite, sendTask, untilTask } from "./a-worker.ts";

/** What this machine's own npm is set to; it may be a mirror at a private address, which an administrator then excepts. */
const registry = new URL(execFileSync("npm", ["config", "get", "registry"], { encoding: "utf8" }).trim());
const canInstall = await fetch(registry, { method: "HEAD", signal: AbortSignal.timeout(10_000) }).then(
  () => true,
  () => false,
);
const ended = ({ status }: { status: string }) => ["succeeded", "failed", "cancelled"].includes(status);

test.skipIf(!canInstall)(
  "a setup installs through the gateway, the agent then reaches nothing, and both are told request by request",
  async () => {
    await using model = await aScriptedModel(
      commandScript(`node -p "require('is-number')(5)"; curl -sS -m 5 ${registry.origin}/is-number; cat /proc/net/dev | grep -c :`),
    );
    await using site = await aWorkerSite({ ...model.variables, SLIPWAY_PRIVATE_HOSTS: registry.hostname });
    await using repository = await aSampleRepository();
    await writeFile(path.join(repository.folder, ".gitignore"), "node_modules\n");
    await git(repository.folder, "add", ".gitignore");
    await git(repository.folder, "commit", "-qm", "Ignore what npm installs");
    await site.start();
    const { taskId, attemptId } = await sendTask(site.db, {
      location: repository.folder,
      prompt: "Look around",
      environment: {
        setupScript: `npm install --no-save --no-audit --no-fund --registry ${registry.href} is-number@7.0.0`,
        network: { setup: "list", agent: "off", hosts: [registry.hostname] },
      },
    });
    const task = await untilTask(site.db, taskId, ended);
    expect(task.turnList[0]?.attempts[0]?.failure).toBeNull();
    const events = (await readEvents(site.db, { attemptId, after: 0, limit: 1_000 })).map(({ body }) => body);
    const output = events.flatMap((body) => (body.type === "command.output" && body.callId === "only" ? [body.text] : [])).join("");
    expect(output).toContain("true\n");
    expect(output).toMatch(/curl: \(\d+\)/);
    expect(output).toMatch(/\n1\n$/);
    const allowed = events.filter((body) => body.type === "network.allowed");
    expect(allowed.length).toBeGreaterThan(0);
    expect(allowed.every(({ host, command }) => host === registry.hostname && command?.includes("npm install"))).toBe(true);
  },
);

test("an agent's request to a host that is not listed is denied, with the command that asked", async () => {
  await using model = await aScriptedModel(commandScript("curl -sS -m 5 https://not-listed.example/x; true"));
  await using site = await aWorkerSite(model.variables);
  await using repository = await aSampleRepository();
  await site.start();
  const { taskId, attemptId } = await sendTask(site.db, {
    location: repository.folder,
    prompt: "Look around",
    environment: { network: { setup: "off", agent: "list", hosts: ["listed.example"] } },
  });
  await untilTask(site.db, taskId, ended);
  const events = (await readEvents(site.db, { attemptId, after: 0, limit: 1_000 })).map(({ body }) => body);
  expect(events.filter((body) => body.type === "network.denied")).toEqual([
    {
      type: "network.denied",
      host: "not-listed.example",
      port: 443,
      reason: "The host is not on the allowed list.",
      command: "curl -sS -m 5 https://not-listed.example/x; true",
    },
  ]);
});

test("what `common` stands for is asked of the image, and the worker outlives the asking", async () => {
  await using model = await aScriptedModel(commandScript("curl -sS -m 5 https://not-listed.example/x; true"));
  await using site = await aWorkerSite(model.variables);
  await using repository = await aSampleRepository();
  await site.start();
  const { taskId, attemptId } = await sendTask(site.db, {
    location: repository.folder,
    prompt: "Look around",
    environment: { network: { setup: "off", agent: "common", hosts: [] } },
  });
  expect((await untilTask(site.db, taskId, ended)).turnList[0]?.attempts[0]?.failure).toBeNull();
  const events = (await readEvents(site.db, { attemptId, after: 0, limit: 1_000 })).map(({ body }) => body);
  expect(events.filter((body) => body.type === "network.denied").map(({ host }) => host)).toEqual(["not-listed.example"]);
});

test("with the network off a request is refused by name, with the command that asked, and there is still no way out", async () => {
  const command = "curl -sS https://wanted.example/x; curl -sS http://wanted.example/y; curl -sS -m 5 --noproxy '*' http://1.1.1.1/; true";
  await using model = await aScriptedModel(commandScript(command));
  await using site = await aWorkerSite(model.variables);
  await using repository = await aSampleRepository();
  await site.start();
  const { taskId, attemptId } = await sendTask(site.db, { location: repository.folder, prompt: "Look around" });
  await untilTask(site.db, taskId, ended);
  const events = (await readEvents(site.db, { attemptId, after: 0, limit: 1_000 })).map(({ body }) => body);
  const denied = { type: "network.denied", host: "wanted.example", reason: "The network is off.", command };
  expect(events.filter((body) => body.type.startsWith("network."))).toEqual([
    { ...denied, port: 443 },
    { ...denied, port: 80 },
  ]);
  const output = events.flatMap((body) => (body.type === "command.output" && body.callId === "only" ? [body.text] : [])).join("");
  expect(output).toMatch(/Slipway: wanted\.example:80: The network is off\.\ncurl: \(7\)/);
});
