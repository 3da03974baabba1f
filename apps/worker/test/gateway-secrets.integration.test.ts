import { randomBytes } from "node:crypto";
import { findSecrets, isTerminal } from "@slipway/core";
import { getTask, instanceId, openDatabase, parseKeyring, readAttemptLog, readEvents, readPatch } from "@slipway/db";
import { connectDocker, removeSnapshotImages } from "@slipway/sandbox";
import { expect, test } from "vitest";
import { aPrivateHost } from "./a-private-host.ts";
import { aSampleRepository } from "./a-repository.ts";
import { aScriptedModel, commandScript } from "./a-scripted-model.ts";
import { aWorkerSite, sendTask, untilTask } from "./a-worker.ts";

const TOKEN = { name: "NPM_TOKEN", value: `Bearer canary-${randomBytes(12).toString("hex")}` };
const MODEL_KEY = { name: "OPENAI_API_KEY", value: `sk-canary-${randomBytes(12).toString("hex")}` };
const NPM = "npm.private.test";
const MODEL_HOST = "api.model.test";
const PRYING = `curl -sS https://${NPM}/agent; curl -sS https://${NPM}/echo; curl -sS https://${MODEL_HOST}/v1/models
curl -sS https://denied.test/x; env; cat /proc/[0-9]*/environ /proc/[0-9]*/cmdline 2>/dev/null | tr '\\0' '\\n'
find / -xdev -type f -newer /etc/hostname -size -200k -readable 2>/dev/null | head -n 2000 | xargs cat 2>/dev/null | grep -ac canary`;

test("S13, S14: setup, agent and checks reach a private host whose secret none of them sees, and the model's key is added for no host", async () => {
  await using outside = await aPrivateHost({ hosts: [NPM, MODEL_HOST], authorization: TOKEN.value });
  await using model = await aScriptedModel(commandScript(PRYING));
  const secretKey = randomBytes(32).toString("base64");
  const variables = { ...model.variables, ...outside.variables, OPENAI_API_KEY: MODEL_KEY.value, SLIPWAY_SECRET_KEY: secretKey };
  await using site = await aWorkerSite(variables);
  await using repository = await aSampleRepository();
  await using db = openDatabase({ url: site.settings.databaseUrl, keyring: parseKeyring(secretKey) });
  await site.start();
  const { taskId, attemptId } = await sendTask(db, {
    location: repository.folder,
    prompt: "Look around",
    environment: {
      setupScript: `curl -fsS https://${NPM}/setup; env > /opt/seen`,
      checks: [{ name: "private", command: `curl -fsS https://${NPM}/check`, timeoutSeconds: 60 }],
      secrets: { NPM_TOKEN: { value: TOKEN.value, scope: "gateway", hosts: [NPM] } },
      network: { setup: "list", agent: "list", hosts: [NPM, MODEL_HOST] },
    },
  });
  const isOver = ({ turnList }: { turnList: { attempts: { state: Parameters<typeof isTerminal>[0] }[] }[] }) =>
    turnList.at(-1)?.attempts.every(({ state }) => isTerminal(state)) === true;
  const task = await untilTask(site.db, taskId, isOver, 90_000);
  const attempt = task.turnList[0]?.attempts[0];
  expect(attempt).toMatchObject({ state: "succeeded", failure: null });
  expect(attempt?.verifications[0]).toMatchObject({ side: "base", outcome: "passed" });

  const known = outside.asked.filter(({ authorization }) => authorization === TOKEN.value).map(({ host, url }) => `${host}${url}`);
  expect(new Set(known)).toEqual(new Set([`${NPM}/setup`, `${NPM}/agent`, `${NPM}/echo`, `${NPM}/check`]));
  expect(outside.asked.filter(({ host }) => host !== NPM)).toEqual([{ host: MODEL_HOST, url: "/v1/models", authorization: undefined }]);
  expect(new Set(outside.tunnels)).toEqual(new Set([`${NPM}:443`, `${MODEL_HOST}:443`]));

  const events = await readEvents(site.db, { attemptId, after: 0, limit: 2_000 });
  const bodies = events.map(({ body }) => body);
  const output = bodies.flatMap((body) => (body.type === "command.output" && body.callId === "only" ? [body.text] : [])).join("");
  expect(output).toMatch(/^you are known\n\{.*"authorization":"\*+".*\}who are you\?\n/);
  expect(output).toContain("NPM_TOKEN=added-by-the-gateway");
  expect(output).toMatch(/\n0\n$/);
  const requests = bodies.flatMap((body) => (body.type === "network.allowed" ? [`${body.method} ${body.host}`] : []));
  expect(new Set(requests)).toEqual(new Set([`GET ${NPM}`, `CONNECT ${MODEL_HOST}`]));
  expect(bodies).toContainEqual(expect.objectContaining({ type: "network.denied", host: "denied.test", command: PRYING }));

  const patch = await readPatch(site.db, { attemptId });
  const stored = [
    events,
    await getTask(site.db, { taskId }),
    await readAttemptLog(site.db, { attemptId }),
    model.server.requests.map(({ body }) => body),
  ];
  const everything = Buffer.concat([Buffer.from(JSON.stringify(stored)), patch?.patch ?? Buffer.alloc(0)]);
  expect(findSecrets(everything, [TOKEN, MODEL_KEY])).toEqual([]);
  const instance = await instanceId(site.db);
  await removeSnapshotImages(connectDocker(), { instance, isKnown: () => false, minAgeMs: 0 });
});
