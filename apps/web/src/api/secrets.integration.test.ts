import { randomBytes } from "node:crypto";
import type { Environment, Provider, Repository, Task } from "@slipway/core";
import { findSecrets } from "@slipway/core";
import { openDatabase, parseKeyring } from "@slipway/db";
import { afterAll, beforeAll, expect, it } from "vitest";
import { createApi } from "./create-api.ts";
import { makeRepository } from "./test/make-repository.ts";
import { bodyOf, openTestApi, type TestApi } from "./test/open-test-api.ts";

const canary = (name: string) => ({ name, value: `canary-${name}-${randomBytes(9).toString("hex")}` });
const [SETUP, AGENT, GATEWAY, PROVIDER, MODEL, FORGE] = ["setup", "agent", "gateway", "provider", "model", "forge"].map(canary);
const SECRET_KEY = { name: "secret key", value: randomBytes(32).toString("base64") };
type Canary = ReturnType<typeof canary>;
const given = [SETUP, AGENT, GATEWAY, PROVIDER, MODEL, FORGE, SECRET_KEY].filter((each): each is Canary => each !== undefined);
const textOf = (secret: Canary | undefined) => secret?.value ?? "";

let test: TestApi;
const answers: { route: string; text: string }[] = [];
const ids: Record<string, string> = {};

beforeAll(async () => {
  const variables = { OPENAI_API_KEY: textOf(MODEL), GITHUB_TOKEN: textOf(FORGE), SLIPWAY_SECRET_KEY: SECRET_KEY.value };
  const opened = await openTestApi(variables);
  const db = openDatabase({ url: opened.context.settings.databaseUrl, keyring: parseKeyring(SECRET_KEY.value) });
  const api = createApi({ ...opened.context, db });
  const dispose = async () => {
    await db[Symbol.asyncDispose]();
    await opened[Symbol.asyncDispose]();
  };
  const call: TestApi["call"] = async (method, path, { headers, body } = {}) => {
    const json = body === undefined ? {} : { body: JSON.stringify(body) };
    const all = { authorization: `Bearer ${opened.key}`, "content-type": "application/json", ...headers };
    return api.request(`${opened.base}/api/v1${path}`, { method, headers: all, ...json });
  };
  test = { ...opened, api, call, [Symbol.asyncDispose]: dispose };
  await fill();
});
afterAll(() => test[Symbol.asyncDispose]());

/** Gives the installation every kind of secret that a person can give, and something of each kind to ask for. */
async function fill(): Promise<void> {
  const post = async <Body>(path: string, body: unknown) => bodyOf<Body>(await recorded("POST", path, body), 201);
  ids.repositories = (await post<Repository>("/repositories", { path: await makeRepository(["main"]) })).id;
  const environment = {
    repositoryId: ids.repositories,
    name: "with secrets",
    secrets: {
      SETUP: textOf(SETUP),
      AGENT: { value: textOf(AGENT), scope: "agent" },
      GATEWAY: { value: textOf(GATEWAY), scope: "gateway", hosts: ["npm.example.org"] },
    },
  };
  ids.environments = (await post<Environment>("/environments", environment)).id;
  const provider = { name: "Acme", baseUrl: "https://api.acme.example/v1", key: textOf(PROVIDER), models: [{ name: "acme-1" }] };
  ids.providers = (await post<Provider>("/providers", provider)).id;
  const task = await post<Task>("/tasks", {
    repositoryId: ids.repositories,
    environmentId: ids.environments,
    prompt: "Look around",
  });
  ids.tasks = task.id;
  ids.attempts = task.turnList[0]?.attempts[0]?.id ?? "";
  ids.turns = task.turnList[0]?.id ?? "";
}

async function recorded(method: string, path: string, body?: unknown): Promise<Response> {
  const response = await test.call(method, path, body === undefined ? {} : { body });
  const isStream = response.headers.get("content-type")?.startsWith("text/event-stream");
  const text = isStream ? await beginningOf(response) : await response.clone().text();
  answers.push({ route: `${method} ${path} ${response.status}`, text: `${text} ${JSON.stringify([...response.headers])}` });
  return response;
}

/** A stream goes on for ever; its beginning holds what there is by now. */
async function beginningOf(response: Response): Promise<string> {
  const reader = response.body?.getReader();
  const first = await reader?.read();
  await reader?.cancel();
  return new TextDecoder().decode(first?.value);
}

function leaks(): string[] {
  return answers.flatMap(({ route, text }) => findSecrets(Buffer.from(text), given).map((name) => `${route}: ${name}`));
}

it("S11: no answer of the API holds a secret that was given to it, in whatever encoding", async () => {
  const routes = [...new Set(test.api.routes.filter(({ method }) => method === "GET").map(({ path }) => path.replace("/api/v1", "")))];
  for (const route of routes) {
    const id = ids[route.split("/")[1] ?? ""] ?? test.userId;
    await recorded("GET", route.replace(":id", id));
  }
  await recorded("POST", `/environments/${ids.environments}/copy`, { name: "copied" });
  await recorded("GET", `/attempts/${ids.attempts}/events?format=json`);
  expect(leaks()).toEqual([]);
  expect(answers.filter(({ route }) => route.endsWith(" 200")).length).toBeGreaterThan(12);
});

it("S11: what is refused is not quoted where it may be a secret", async () => {
  const { environments, providers } = ids;
  const secrets = { SETUP: { value: textOf(SETUP), scope: "everyone" }, [`NO ${textOf(AGENT)}`.slice(0, 3)]: textOf(AGENT) };
  await recorded("PATCH", `/environments/${environments}`, { secrets });
  await recorded("PATCH", `/environments/${environments}`, { secrets: [textOf(SETUP)], privileged: textOf(AGENT) });
  await recorded("PATCH", `/providers/${providers}`, { key: { key: textOf(PROVIDER) } });
  await recorded("PATCH", `/providers/${providers}`, { baseUrl: `https://ada:${textOf(PROVIDER)}@api.acme.example/v1` });
  await recorded("POST", "/repositories", { url: `https://ada:${textOf(FORGE)}@git.example.org/x` });
  expect(answers.slice(-5).map(({ route }) => route.slice(-3))).toEqual(["400", "400", "400", "400", "400"]);
  expect(leaks()).toEqual([]);
});
