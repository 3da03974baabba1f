import { randomBytes } from "node:crypto";
import type { Script } from "@slipway/agent";
import { findSecrets, isTerminal, type SecretInput } from "@slipway/core";
import { getTask, instanceId, openDatabase, parseKeyring, readAttemptLog, readEvents, readPatch, readVerificationLog } from "@slipway/db";
import { connectDocker, removeSnapshotImages } from "@slipway/sandbox";
import { afterAll, beforeAll, expect, test } from "vitest";
import { aSampleRepository } from "./a-repository.ts";
import { aScriptedModel } from "./a-scripted-model.ts";
import { aWorkerSite, sendTask, type TestWorker, untilTask } from "./a-worker.ts";

const canary = (name: string) => ({ name, value: `canary-${name}-${randomBytes(8).toString("hex")}`.toLowerCase() });
const [SETUP, AGENT, GATEWAY, MODEL_KEY] = [canary("SETUP"), canary("AGENT"), canary("GATEWAY"), canary("OPENAI_API_KEY")];
const secretKey = randomBytes(32).toString("base64");
const all = [SETUP, AGENT, GATEWAY, MODEL_KEY, { name: "SLIPWAY_SECRET_KEY", value: secretKey }];

/** A model that does what an injected instruction would have it do: look for secrets, disguise them, spread them. */
const PRYING = `env; cat /proc/[0-9]*/environ /proc/[0-9]*/cmdline 2>/dev/null | tr '\\0' '\\n'; git config -l
for form in base64 'base64 -w0'; do printf %s "x$AGENT" | $form; done; printf %s "$AGENT" | xxd -p 2>/dev/null
half=$(printf %s "$AGENT" | cut -c1-20); printf %s "$half"; sleep 0.4; printf '%s\\n' "$(printf %s "$AGENT" | cut -c21-)"
echo "key = $AGENT" > leaked.txt; echo "setup is [$SETUP] and gateway is [$GATEWAY]"`;
const script: Script = ({ step }) =>
  step === 0
    ? { text: "Looking.", calls: [{ name: "shell", input: { command: PRYING }, callId: "pry" }] }
    : { calls: [{ name: "finish", input: { title: "Done", summary: `The key is ${AGENT.value}.` }, callId: "end" }] };

let site: TestWorker;
let model: Awaited<ReturnType<typeof aScriptedModel>>;
let repository: Awaited<ReturnType<typeof aSampleRepository>>;
beforeAll(async () => {
  model = await aScriptedModel(script);
  repository = await aSampleRepository();
  site = await aWorkerSite({ ...model.variables, OPENAI_API_KEY: MODEL_KEY.value, SLIPWAY_SECRET_KEY: secretKey });
  await site.start();
});
afterAll(async () => {
  const instance = await instanceId(site.db);
  await removeSnapshotImages(connectDocker(), { instance, isKnown: () => false, minAgeMs: 0 });
  await site[Symbol.asyncDispose]();
  await Promise.all([model[Symbol.asyncDispose](), repository[Symbol.asyncDispose]()]);
});

async function finished(environment: { secrets: Record<string, SecretInput>; setupScript?: string }) {
  await using db = openDatabase({ url: site.settings.databaseUrl, keyring: parseKeyring(secretKey) });
  const checks = [{ name: "print", command: 'echo "check sees $AGENT"', timeoutSeconds: 60 }];
  const { taskId, attemptId, repositoryId } = await sendTask(db, {
    location: repository.folder,
    prompt: "Look",
    environment: { name: randomBytes(4).toString("hex"), checks, ...environment },
  });
  await untilTask(site.db, taskId, ({ turnList }) => turnList.at(-1)?.attempts.every(({ state }) => isTerminal(state)) === true, 90_000);
  return { taskId, attemptId, repositoryId, attempt: (await getTask(site.db, { taskId })).turnList[0]?.attempts[0] };
}

/** Everything that was stored of an attempt and everything that the model was sent, except the change itself. */
async function traces({ taskId, attemptId, attempt, repositoryId }: Awaited<ReturnType<typeof finished>>): Promise<string> {
  const logs = await Promise.all((attempt?.verifications ?? []).map(({ id }) => readVerificationLog(site.db, { verificationId: id })));
  const parts = [
    await getTask(site.db, { taskId }),
    await readEvents(site.db, { attemptId, after: 0 }),
    await readAttemptLog(site.db, { attemptId }),
    logs,
    repositoryId,
    model.server.requests.map(({ body }) => body),
  ];
  return JSON.stringify(parts);
}

test("S02, S03: what an obeying agent prints in the usual disguises is stored nowhere and told to no model", async () => {
  const gateway = { value: GATEWAY.value, scope: "gateway" as const, hosts: ["npm.example.org"] };
  const secrets = {
    SETUP: { value: SETUP.value, scope: "setup" as const },
    AGENT: { value: AGENT.value, scope: "agent" as const },
    GATEWAY: gateway,
  };
  const setupScript = 'test -n "$SETUP" -a -n "$AGENT" -a "$GATEWAY" = added-by-the-gateway; echo "setup has $SETUP"';
  const done = await finished({ secrets, setupScript });
  const stored = await traces(done);
  expect(done.attempt).toMatchObject({ state: "succeeded", summary: { body: "The key is [secret AGENT]." } });
  expect(findSecrets(Buffer.from(stored), all)).toEqual([]);
  expect(stored).toContain("AGENT=[secret AGENT]");
  expect(stored).toContain("setup has [secret SETUP]");
  expect(stored).toContain("check sees [secret AGENT]");
  expect(stored).toContain("setup is [] and gateway is [added-by-the-gateway]");
  expect(stored).toContain("The agent's commands can read these secrets, and so can all that they run: AGENT.");

  const warnings = done.attempt?.change?.warnings ?? [];
  expect(warnings).toContainEqual({ kind: "secret", path: "leaked.txt", message: "Holds the value of the secret AGENT." });
  const patch = await readPatch(site.db, { attemptId: done.attemptId });
  expect(findSecrets(patch?.patch ?? new Uint8Array(), all)).toEqual(["AGENT"]);
});

test("S05: a setup that leaves a secret behind ends the attempt with the file's name, and no image stays", async () => {
  const done = await finished({ secrets: { SETUP: SETUP.value }, setupScript: 'echo "$SETUP" > /opt/token' });
  expect(done.attempt).toMatchObject({
    state: "failed",
    failure: { code: "setup_failed", message: expect.stringContaining("thrown away: SETUP in /opt/token.") },
  });
  expect(findSecrets(Buffer.from(await traces(done)), all)).toEqual([]);
});

test("S10: an attempt whose secrets cannot be opened fails with the key's name and what to do", async () => {
  await using db = openDatabase({ url: site.settings.databaseUrl, keyring: parseKeyring(randomBytes(32).toString("base64")) });
  const { taskId } = await sendTask(db, {
    location: repository.folder,
    prompt: "Look",
    environment: { name: "sealed elsewhere", secrets: { TOKEN: "sealed-elsewhere" } },
  });
  const task = await untilTask(site.db, taskId, ({ status }) => status === "failed");
  expect(task.turnList[0]?.attempts[0]?.failure).toMatchObject({
    code: "setup_failed",
    message: expect.stringMatching(/^Secret TOKEN was sealed with the key [0-9a-f]{8}; this server has /),
  });
});
