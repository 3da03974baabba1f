import { randomBytes, randomUUID } from "node:crypto";
import { resolveLimits, scanForSecrets } from "@slipway/core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { buildSnapshot, openSandbox, removeSnapshotImages, type Sandbox } from "../src/index.ts";
import { makeRepository } from "./bundled-repository.ts";
import { openTestSandbox, testEngine, testImage, testInstance } from "./open-test-sandbox.ts";

let repository: ReturnType<typeof makeRepository>;
beforeAll(() => {
  repository = makeRepository();
});
afterAll(async () => {
  repository[Symbol.dispose]();
  await removeSnapshotImages(testEngine, { instance: testInstance, isKnown: () => false, minAgeMs: 0 });
});

const value = `canary-${randomBytes(9).toString("hex")}`;
const secret = { name: "NPM_TOKEN", value };
const limits = resolveLimits({ memoryBytes: 512 * 2 ** 20, processes: 128 });
const owner = (role: string) => ({ instance: testInstance, attemptId: randomUUID(), epoch: 1, role });

async function setUp(script: string) {
  const snapshotId = randomUUID();
  let output = "";
  const built = await buildSnapshot(testEngine, {
    image: testImage,
    limits,
    variables: { PLAIN: "value" },
    secretVariables: { NPM_TOKEN: value },
    forbidden: [secret],
    owner: owner("setup"),
    snapshotId,
    repository: repository.input("main"),
    script,
    timeoutMs: 60_000,
    onOutput: (text) => (output += text),
  });
  return { built, output, tag: `slipway-snapshot:${snapshotId}` };
}

async function run(sandbox: Sandbox, command: string, variables: Record<string, string> = {}): Promise<string> {
  let text = "";
  await sandbox.workspace.runCommand({ command, timeoutMs: 30_000, variables, onOutput: (chunk) => (text += chunk) });
  return text;
}

const EVERYWHERE =
  "env; cat /proc/[0-9]*/environ /proc/[0-9]*/cmdline /proc/mounts 2>/dev/null | tr '\\0' '\\n'; git -C /workspace config -l";

test("S02, S05: a setup secret reaches the setup script and is in no environment, no file and no layer after it", async () => {
  const { built, output, tag } = await setUp(
    `[ "$NPM_TOKEN" = '${value}' ] && echo "$PLAIN: got $NPM_TOKEN"; echo -n "$NPM_TOKEN" | base64`,
  );
  // The script's own text holds the value here, and so does what it prints: all of it is replaced.
  expect(output).toBe("value: got [secret NPM_TOKEN]\n[secret NPM_TOKEN]\n");
  if (built.kind !== "built") throw new Error(built.log);
  const image = testEngine.docker.getImage(built.imageId);
  expect(JSON.stringify([await image.inspect(), await image.history()])).not.toContain(value);
  expect(await scanForSecrets((await testEngine.docker.getImage(tag).get()) as AsyncIterable<Uint8Array>, [secret])).toEqual({ found: [] });
  await using sandbox = await openSandbox(testEngine, { image: built.imageId, limits, variables: {}, owner: owner("agent") });
  expect(await run(sandbox, EVERYWHERE)).not.toContain(value);
});

test("S05: a setup that leaves a secret in a file is thrown away, and the file is named", async () => {
  const { built, output, tag } = await setUp('mkdir -p /opt/x; echo "//r/:_auth=$(echo -n "ci:$NPM_TOKEN" | base64 -w0)" > /opt/x/.npmrc');
  expect(built).toMatchObject({ kind: "failed", leaked: [{ secret: "NPM_TOKEN", path: "/opt/x/.npmrc" }] });
  expect(output).toMatch(/The setup left secrets in files.*thrown away: NPM_TOKEN in \/opt\/x\/\.npmrc\. Remove the files/);
  expect(output).not.toContain(value);
  await expect(testEngine.docker.getImage(tag).inspect()).rejects.toMatchObject({ statusCode: 404 });
});

test("S02: a command's own secret is in its environment alone: not in the container, nor in a later command", async () => {
  await using sandbox = await openTestSandbox();
  expect(await run(sandbox, "echo $DEPLOY_KEY", { DEPLOY_KEY: value })).toBe(`${value}\n`);
  expect(await run(sandbox, EVERYWHERE)).not.toContain(value);
  expect(JSON.stringify(await testEngine.docker.getContainer(sandbox.id).inspect())).not.toContain(value);
});
