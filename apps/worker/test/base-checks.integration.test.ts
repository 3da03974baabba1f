import { randomBytes } from "node:crypto";
import { openDatabase, parseKeyring } from "@slipway/db";
import { expect, test } from "vitest";
import { aMovingImage } from "./a-moving-image.ts";
import { aSampleRepository } from "./a-repository.ts";
import { aScriptedModel } from "./a-scripted-model.ts";
import { aWorkerSite, sendTask, untilTask } from "./a-worker.ts";

test("a result at base is known for as long as the image and the limits stay what they were, whatever the tag says", async () => {
  await using model = await aScriptedModel(({ step }) =>
    step === 0 ? { calls: [{ name: "shell", input: { command: "echo x > x" } }] } : { text: "x" },
  );
  await using site = await aWorkerSite(model.variables);
  await using repository = await aSampleRepository();
  await using image = await aMovingImage();
  await site.start();
  const checks = [{ name: "tool", command: '[ "$TOOL" = present ]', timeoutSeconds: 20 }];
  const atBase = async (memoryBytes: number) => {
    const environment = { image: image.tag, checks, limits: { memoryBytes } };
    const { taskId } = await sendTask(site.db, { location: repository.folder, prompt: "x", environment });
    const task = await untilTask(site.db, taskId, ({ status }) => status === "succeeded");
    const results = task.turnList[0]?.attempts[0]?.verifications ?? [];
    return results.filter(({ side }) => side === "base").map(({ outcome, cached }) => ({ outcome, cached }));
  };
  await image.become("TOOL=missing");
  expect(await atBase(2 ** 29)).toEqual([{ outcome: "failed", cached: false }]);
  expect(await atBase(2 ** 29)).toEqual([{ outcome: "failed", cached: true }]);
  expect(await atBase(2 ** 28)).toEqual([{ outcome: "failed", cached: false }]);
  await image.become("TOOL=present");
  expect(await atBase(2 ** 29)).toEqual([{ outcome: "passed", cached: false }]);
});

test("a result at base is not taken from another network or another secret, and a failure with a network is not kept", async () => {
  await using model = await aScriptedModel(({ step }) =>
    step === 0 ? { calls: [{ name: "shell", input: { command: "echo x > x" } }] } : { text: "x" },
  );
  const secretKey = randomBytes(32).toString("base64");
  await using site = await aWorkerSite({ ...model.variables, SLIPWAY_SECRET_KEY: secretKey });
  await using sealing = openDatabase({ url: site.settings.databaseUrl, keyring: parseKeyring(secretKey) });
  await using repository = await aSampleRepository();
  await site.start();
  const checks = [
    { name: "value", command: '[ "$KEY" = "right value" ]', timeoutSeconds: 20 },
    { name: "always", command: "true", timeoutSeconds: 20 },
  ];
  const atBase = async (value: string, agent: "off" | "list", hosts: string[] = []) => {
    const environment = {
      checks,
      network: { setup: "off" as const, agent, hosts },
      secrets: { KEY: { value, scope: "agent" as const } },
    };
    const { taskId } = await sendTask(sealing, { location: repository.folder, prompt: "x", environment });
    const task = await untilTask(site.db, taskId, ({ status }) => status === "succeeded");
    const results = task.turnList[0]?.attempts[0]?.verifications ?? [];
    return results.filter(({ side }) => side === "base").map(({ outcome, cached }) => `${outcome}${cached ? " (known)" : ""}`);
  };
  expect(await atBase("wrong value", "off")).toEqual(["failed", "passed"]);
  expect(await atBase("right value", "off")).toEqual(["passed", "passed"]);
  expect(await atBase("wrong value", "list", ["example.com"])).toEqual(["failed", "passed"]);
  expect(await atBase("wrong value", "list", ["example.com"])).toEqual(["failed", "passed (known)"]);
  expect(await atBase("wrong value", "list", ["example.org"])).toEqual(["failed", "passed"]);
});
