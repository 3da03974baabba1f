import { randomUUID } from "node:crypto";
import { type NetworkPolicy, resolveLimits } from "@slipway/core";
import { expect, test } from "vitest";
import { type Adoption, adoptSandbox, type GatewayEvent, openSandbox, type Sandbox, type SandboxPlan } from "../src/index.ts";
import { testEngine, testImage, testInstance } from "./open-test-sandbox.ts";

const policy: NetworkPolicy = { setup: "off", agent: "list", hosts: ["allowed.test"] };

function aPlan(overrides: Partial<SandboxPlan> = {}): SandboxPlan {
  return {
    image: testImage,
    limits: resolveLimits({ memoryBytes: 256 * 2 ** 20, processes: 128 }),
    variables: { GREETING: "hello" },
    owner: { instance: testInstance, attemptId: randomUUID(), epoch: 1, role: "agent" },
    ...overrides,
  };
}

const adopt = (plan: SandboxPlan, sandbox: Sandbox, overrides: Partial<Adoption> = {}) =>
  adoptSandbox(testEngine, { ...plan, containerId: sandbox.id, attemptIds: [plan.owner.attemptId], ...overrides });

async function say(sandbox: Sandbox, command: string): Promise<string> {
  let text = "";
  await sandbox.workspace.runCommand({ command, timeoutMs: 20_000, onOutput: (piece) => (text += piece) });
  return text;
}

test("a sandbox is adopted with its files and without anything that ran in it", async () => {
  const plan = aPlan();
  await using lost = await openSandbox(testEngine, plan);
  await say(lost, "mkdir -p /workspace && echo kept > /workspace/file; setsid sleep 300 >/dev/null 2>&1 & sleep 0.1");
  const adopted = await adopt({ ...plan, owner: { ...plan.owner, epoch: 2 } }, lost);
  if (adopted === null) throw new Error("not adopted");
  expect(adopted.id).toBe(lost.id);
  expect(await say(adopted, "cat /workspace/file; echo $GREETING; pgrep -u 1000 -c sleep")).toBe("kept\nhello\n0\n");
  adopted.leave();
  await using again = await adopt(plan, adopted);
  expect(await say(again ?? lost, "cat /workspace/file")).toBe("kept\n");
});

test("a command that a lost worker left running is ended", async () => {
  const plan = aPlan();
  await using lost = await openSandbox(testEngine, plan);
  let said = "";
  const running = lost.workspace.runCommand({
    command: "echo begun; while :; do sleep 0.05; echo tick >> /tmp/ticks; done",
    timeoutMs: 30_000,
    onOutput: (piece) => (said += piece),
  });
  await expect.poll(() => said).toContain("begun");
  await using adopted = await adopt(plan, lost);
  const ended = running.catch(() => null);
  const count = async () => Number(await say(adopted ?? lost, "wc -l < /tmp/ticks"));
  const before = await count();
  expect(await count()).toBe(before);
  await ended;
});

test("a container of another attempt, instance or role is left alone", async () => {
  const plan = aPlan();
  await using other = await openSandbox(testEngine, plan);
  expect(await adopt(plan, other, { attemptIds: [randomUUID()] })).toBeNull();
  expect(await adopt({ ...plan, owner: { ...plan.owner, instance: "another" } }, other)).toBeNull();
  await using checks = await openSandbox(testEngine, { ...plan, owner: { ...plan.owner, role: "checks" } });
  expect(await adopt(plan, checks)).toBeNull();
  for (const sandbox of [other, checks]) expect(await say(sandbox, "echo here")).toBe("here\n");
});

test.each([
  ["other limits", { limits: resolveLimits({ memoryBytes: 128 * 2 ** 20, processes: 128 }) }],
  ["another disk limit", { limits: resolveLimits({ memoryBytes: 256 * 2 ** 20, processes: 128, diskBytes: 2 ** 30 }) }],
  ["other variables", { variables: { GREETING: "bye" } }],
])("one that was made for %s is not adopted", async (_what, overrides) => {
  const plan = aPlan();
  await using old = await openSandbox(testEngine, plan);
  expect(await adopt({ ...plan, ...overrides }, old)).toBeNull();
  expect(await say(old, "echo here")).toBe("here\n");
});

test("one that is gone is not adopted, and one that the engine stopped is started again", async () => {
  const plan = aPlan();
  await using stopped = await openSandbox(testEngine, plan);
  await say(stopped, "mkdir -p /workspace && echo kept > /workspace/file");
  await testEngine.docker.getContainer(stopped.id).stop({ t: 0 });
  await using adopted = await adopt(plan, stopped);
  expect(await say(adopted ?? stopped, "cat /workspace/file")).toBe("kept\n");
  await stopped.stop();
  expect(await adopt(plan, stopped)).toBeNull();
});

test("a worker that stops while it adopts leaves the container to the next one", async () => {
  const plan = aPlan();
  await using lost = await openSandbox(testEngine, plan);
  const controller = new AbortController();
  const adopting = adopt({ ...plan, signal: controller.signal }, lost);
  controller.abort(new Error("draining"));
  await expect(adopting).rejects.toThrow("draining");
  expect(await say(lost, "echo here")).toBe("here\n");
});

test("the adopted sandbox's requests go through the new worker's gateway alone", async () => {
  const events: [GatewayEvent[], GatewayEvent[]] = [[], []];
  const settings = { forwarderImage: testImage, authorities: null };
  const network = (seen: GatewayEvent[]) => ({
    policy,
    phase: "agent" as const,
    settings,
    onRequest: (event: GatewayEvent) => void seen.push(event),
  });
  const plan = aPlan();
  await using lost = await openSandbox(testEngine, { ...plan, network: network(events[0]) });
  await say(lost, "curl -sS -m 5 http://before.test/ || true");
  await using adopted = await adopt({ ...plan, network: network(events[1]) }, lost);
  await say(adopted ?? lost, "curl -sS -m 5 http://after.test/ || true");
  const hosts = events.map((seen) => seen.map((event) => event.host));
  expect(hosts).toEqual([["before.test"], ["after.test"]]);
});
