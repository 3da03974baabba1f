import { execFile } from "node:child_process";
import { writeFile } from "node:fs/promises";
import path from "node:path";
import { promisify } from "node:util";
import { addMessage, ensureOwner, getTask, instanceId, openDatabase, parseKeyring } from "@slipway/db";
import { withPassword } from "@slipway/db/testing";
import { connectDocker, removeSnapshotImages } from "@slipway/sandbox";
import { afterAll, beforeAll, expect, test } from "vitest";
import { aGitHost } from "./a-git-host.ts";
import { aSampleRepository, git } from "./a-repository.ts";
import { aWorkerSite } from "./a-worker.ts";
import { aWorkerProcess } from "./canary/a-worker-process.ts";
import { makeCanaries, marksOf } from "./canary/canaries.ts";
import { findCanaries, type Place, placeOf } from "./canary/find-canaries.ts";
import { anObeyingModel } from "./canary/obeying-model.ts";
import { databasePlaces, folderPlaces, imagePlaces, imagesOf } from "./canary/places.ts";
import { actOnTasks, ordersOf, type Sent, sendVariedTasks, untilCommand } from "./canary/send-varied-tasks.ts";
import { watchMachine } from "./canary/watch-machine.ts";

const canaries = makeCanaries();
const marks = marksOf(canaries);
/** Disposed in the reverse order of its making. */
const stack = new AsyncDisposableStack();
const product = await openProduct();
let sent: Sent[] = [];
afterAll(() => stack.disposeAsync());

/** An installation that holds every canary, with a forge and a model that write down what they are sent. */
async function openProduct() {
  const model = stack.use(await anObeyingModel(ordersOf(canaries)));
  const host = stack.use(await aGitHost(canaries.forgeToken));
  const repository = stack.use(await aSampleRepository());
  await git(repository.folder, "push", "-q", host.folder, "main");
  let role: AsyncDisposable | undefined;
  stack.defer(() => role?.[Symbol.asyncDispose]());
  const site = stack.use(await aWorkerSite());
  const address = await withPassword({ url: site.settings.databaseUrl, password: canaries.databasePassword });
  role = address;
  const db = stack.use(openDatabase({ url: site.settings.databaseUrl, keyring: parseKeyring(canaries.secretKey) }));
  const instance = await instanceId(db);
  stack.defer(async () => void (await removeSnapshotImages(connectDocker(), { instance, isKnown: () => false, minAgeMs: 0 })));
  const variables = {
    ...site.variables,
    ...model.variables,
    DATABASE_URL: address.url,
    OPENAI_API_KEY: canaries.modelKey,
    SLIPWAY_SECRET_KEY: canaries.secretKey,
    GITHUB_TOKEN: canaries.forgeToken,
    GITHUB_API_URL: host.apiUrl,
    GIT_SSL_CAINFO: host.caBundle,
    LOG_LEVEL: "debug",
    SLIPWAY_LEASE_SECONDS: "10",
  };
  const dataFolder = path.dirname(site.settings.mirrorsDir);
  return { db, model, host, repository, variables, instance, dataFolder, databaseUrl: site.settings.databaseUrl };
}

let machine: ReturnType<typeof watchMachine>;
const workers: ReturnType<typeof aWorkerProcess>[] = [];

/** Twenty tasks, of which one loses its worker. */
beforeAll(async () => {
  const { db, host, repository, variables, instance } = product;
  machine = stack.use(watchMachine(instance));
  const doomed = aWorkerProcess(variables);
  workers.push(doomed);
  const hosted = { location: host.location, echo: host.location.replace("/app", "/echo") };
  sent = await sendVariedTasks(db, { folder: repository.folder, hosted, canaries });
  const lost = sent.find(({ name }) => name === "lost");
  await untilCommand(db, lost?.attemptId ?? "", 2);
  await doomed.kill();
  workers.push(stack.use(aWorkerProcess(variables)));
  await actOnTasks(db, sent, { folder: repository.folder });
}, 900_000);

async function* everyPlace(): AsyncGenerator<Place> {
  const { databaseUrl, instance, dataFolder, repository, host, model } = product;
  yield* databasePlaces(databaseUrl);
  yield* imagePlaces(instance);
  yield* folderPlaces(dataFolder);
  yield* folderPlaces(repository.folder);
  yield* folderPlaces(path.dirname(host.folder));
  for (const [index, worker] of workers.entries()) yield placeOf(`log of worker ${index + 1}`, worker.log());
  yield placeOf("command lines", [...machine.seen.commandLines].join("\n"));
  for (const [id, shown] of machine.seen.containers) yield placeOf(`container ${id}`, shown);
  yield placeOf("calls of the forge", [...host.apiCalls, JSON.stringify(host.pullRequests)].join("\n"));
  for (const { headers, body } of model.server.requests) {
    const { authorization, ...others } = headers;
    yield placeOf("a request to the model", JSON.stringify([others, body]));
  }
}

test("S01: after twenty varied tasks no secret of any kind is in the database, images, containers, logs, files, prompts or deliveries", async () => {
  const found = await findCanaries(everyPlace(), marks);
  expect(found.hits).toEqual([]);
  expect(found.places).toBeGreaterThan(100);
});

test("S01: the tasks did what they are named for, so the secrets were really about", async () => {
  const tasks = await Promise.all(sent.map(async ({ name, taskId }) => ({ name, task: await getTask(product.db, { taskId }) })));
  const outcome = (name: string) => tasks.find((each) => each.name === name)?.task;
  const ended = Object.fromEntries(tasks.map(({ name, task }) => [name, task.status]));
  expect(ended).toEqual({
    write: "succeeded",
    question: "succeeded",
    "prying question": "succeeded",
    "pry in code": "succeeded",
    "pry in question": "succeeded",
    "failing setup": "failed",
    "setup that keeps a secret": "failed",
    "failing maintenance": "failed",
    "failing checks": "succeeded",
    stopped: "cancelled",
    lost: "succeeded",
    "best of three": "succeeded",
    denied: "succeeded",
    "allowed hosts": "succeeded",
    refused: "failed",
    garbled: "failed",
    picture: "succeeded",
    "pull request": "succeeded",
    "refused pull request": "succeeded",
    "echoing remote": "failed",
  });
  expect(outcome("pry in code")?.turnList[0]?.attempts[0]?.summary?.body).toContain("[secret AGENT]");
  expect(outcome("echoing remote")?.failure).toContain("[secret GITHUB_TOKEN]");
  expect(outcome("refused pull request")?.deliveries[0]?.error).toBeTruthy();
  expect(product.host.pullRequests).toHaveLength(1);
  expect(new Set(product.model.server.requests.map(({ headers }) => headers.authorization))).toEqual(
    new Set([`Bearer ${canaries.modelKey}`]),
  );
  expect(machine.seen.containers.size).toBeGreaterThan(15);
  expect(await imagesOf(product.instance)).not.toEqual([]);
});

test("S01: the search finds a secret that was left in each kind of place, in whatever encoding", async () => {
  const { db, dataFolder, repository, instance } = product;
  const leak = canaries.setupSecret;
  const userId = (await ensureOwner(db, { name: "Ada" })).userId;
  await addMessage(db, {
    taskId: sent[1]?.taskId ?? "",
    userId,
    input: { text: Buffer.from(`ab${leak}`).toString("base64"), comments: [] },
  });
  await writeFile(path.join(dataFolder, "leak"), Buffer.from(leak).toString("hex").toUpperCase());
  await writeFile(path.join(repository.folder, "leak.txt"), `x${leak}`);
  await git(repository.folder, "add", "leak.txt");
  await git(repository.folder, "commit", "-qm", "Leak");
  await git(repository.folder, "rm", "-q", "leak.txt");
  const docker = async (...args: string[]) => (await promisify(execFile)("docker", args)).stdout.trim();
  const container = await docker("create", process.env.TEST_IMAGE ?? "", "sh", "-c", leak);
  const changes = ["--change", `ENV TOKEN=${Buffer.from(leak).toString("base64")}`, "--change", `LABEL slipway.instance=${instance}`];
  const image = `slipway-leak:${canaries.mark}`;
  await docker("commit", ...changes, container, image);
  stack.defer(async () => void (await docker("image", "rm", "--force", image)));
  await docker("rm", container);
  const { hits } = await findCanaries(everyPlace(), marks);
  const places = ["table public.", `${dataFolder}/leak (hex)`, `objects of ${repository.folder}`, "history of", "layers of"];
  expect(places.filter((place) => !hits.some((hit) => hit.startsWith(place)))).toEqual([]);
});
