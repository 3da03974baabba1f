import { expect } from "@playwright/test";
import { type Script, type ScriptedModel, startScriptedModel } from "@slipway/agent";
import { finishedSample, productApi } from "./product-api.ts";
import { test } from "./watched-page.ts";

const name = `Cards ${Date.now()}`;
const cards = ["First", "Second", "Third"].map((title) => ({ title: `${title} card`, prompt: `Write ${title.toLowerCase()}.txt` }));

/** Answers a question with three cards; a task made of a card writes the file that it names. */
const script: Script = ({ step, prompt }) => {
  const file = /Write (\w+\.txt)/.exec(prompt)?.[1];
  if (file === undefined) return { calls: [{ name: "finish", input: { title: "Three things", summary: "Do these.", tasks: cards } }] };
  return step === 0 ? { calls: [{ name: "shell", input: { command: `echo done > ${file}` } }] } : { text: `Wrote ${file}` };
};

let model: ScriptedModel;
test.beforeAll(async () => {
  model = await startScriptedModel({ script });
});
// Other tests work with the demo, which leads only while nothing is connected.
test.afterAll(async ({ request }) => {
  const { items } = (await productApi(request).call("GET", "/providers")) as { items: { id: string; name: string }[] };
  for (const provider of items.filter((each) => each.name === name))
    await request.delete(`/api/v1/providers/${provider.id}`, { headers: { origin: process.env.E2E_URL ?? "" } });
  await model.close();
});

test("an answer's cards become tasks that write code, one by one and all that are left, each once", async ({ page }) => {
  test.setTimeout(120_000);
  const product = productApi(page.request);
  const { repository } = await finishedSample(page.request);
  const provider = (await product.call("POST", "/providers", { name, baseUrl: model.url, models: [{ name: "cards-1" }] })) as {
    id: string;
  };
  const question = { repositoryId: repository.id, prompt: "What is missing?", mode: "ask", providerId: provider.id, model: "cards-1" };
  const answer = await product.sendTask(question);
  await product.waitFor(answer.id, "succeeded");

  await page.goto(`/tasks/${answer.id}`);
  const proposed = page.getByRole("region", { name: "Proposed tasks" });
  await proposed.getByRole("button", { name: "Create the task Second card" }).click();
  const second = proposed.getByRole("link", { name: "Open the task Second card" });
  await expect(second).toBeVisible();
  await proposed.getByRole("button", { name: "Create all 2" }).click();
  await expect(proposed.getByRole("link", { name: /^Open the task/ })).toHaveCount(3);
  await expect(proposed.getByRole("button")).toHaveCount(0);

  const ids = await proposed.getByRole("link").evaluateAll((links) => links.map((link) => link.getAttribute("href")?.split("/").at(-1)));
  expect(new Set(ids).size).toBe(3);
  for (const id of ids) await product.waitFor(id ?? "", "succeeded");
  await second.click();
  await expect(page.getByText("second.txt").first()).toBeVisible();
});
