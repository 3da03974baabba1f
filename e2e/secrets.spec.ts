import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { expect } from "@playwright/test";
import { makeCanaries, marksOf } from "../apps/worker/test/canary/canaries.ts";
import { findCanaries, type Place, placeOf } from "../apps/worker/test/canary/find-canaries.ts";
import { finishedSample, productApi } from "./product-api.ts";
import { test } from "./watched-page.ts";

const canaries = makeCanaries();

test("S11: no page, no script and no answer that a browser gets on any screen holds a secret", async ({ page }) => {
  const product = productApi(page.request);
  const sample = await finishedSample(page.request);
  const secrets = {
    SETUP: canaries.setupSecret,
    AGENT: { value: canaries.agentSecret, scope: "agent" },
    GATEWAY: { value: canaries.gatewaySecret, scope: "gateway", hosts: ["npm.example.org"] },
  };
  const environment = { repositoryId: sample.repository.id, name: `secrets ${Date.now()}`, secrets };
  const { id } = (await product.call("POST", "/environments", environment)) as { id: string };
  const own = await ownSecrets();
  const provider = { name: `Canary ${Date.now()}`, baseUrl: "https://model.example/v1", key: canaries.modelKey, models: [{ name: "m" }] };
  const { id: providerId } = (await product.call("POST", "/providers", provider)) as { id: string };
  const task = `/tasks/${sample.id}`;
  const screens = [
    "/",
    ...["changes", "logs", "checks", "network", "details"].map((view) => `${task}?view=${view}`),
    `${task}/compare`,
    "/repositories",
    `/repositories/${sample.repository.id}`,
    `/environments/new?repository=${sample.repository.id}`,
    `/environments/${id}`,
    "/settings",
  ];
  const places: Place[] = [];
  page.on("response", async (response) => {
    const body = await response.body().catch(() => null);
    if (body !== null) places.push(placeOf(`${response.url()} (${response.headers()["content-type"]})`, body));
  });
  for (const screen of screens) {
    await page.goto(screen);
    await expect(page.getByRole("main").first()).toBeVisible();
    await page.waitForLoadState("load");
    places.push(placeOf(`${screen} as it stands`, await page.content()));
  }
  await page.request.delete(`/api/v1/providers/${providerId}`, { headers: { origin: process.env.E2E_URL ?? "" } });
  const marks = [...marksOf(canaries), ...own.map(({ name, value }) => ({ form: name, bytes: Buffer.from(value) }))];
  const found = await findCanaries(all(places), marks);
  expect(found.hits).toEqual([]);
  expect(found.places).toBeGreaterThan(2 * screens.length);
  const planted = await findCanaries(all([placeOf("a page", `<p>${Buffer.from(canaries.modelKey).toString("base64")}</p>`)]), marks);
  expect(planted.hits).toHaveLength(1);
});

/** What the product made for itself: the database's passwords, the key of its secrets and the session of this browser. */
async function ownSecrets(): Promise<{ name: string; value: string }[]> {
  const folder = process.env.E2E_DATA ?? "";
  const files = ["postgres-password", "postgres-role-password", "secret-key"];
  const texts = await Promise.all(files.map(async (name) => ({ name, value: (await readFile(join(folder, name), "utf8")).trim() })));
  const { cookies } = JSON.parse(await readFile(process.env.E2E_SESSION ?? "", "utf8")) as { cookies: { value: string }[] };
  return [...texts, ...cookies.map(({ value }) => ({ name: "session", value }))];
}

async function* all(places: readonly Place[]): AsyncGenerator<Place> {
  yield* places;
}
