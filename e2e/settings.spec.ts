import { AxeBuilder } from "@axe-core/playwright";
import { expect, type Page } from "@playwright/test";
import { type Script, type ScriptedModel, startScriptedModel } from "@slipway/agent";
import { finishedSample, productApi } from "./product-api.ts";
import { test } from "./watched-page.ts";

const rules = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"];
const name = `Acme ${Date.now()}`;

/** Answers a test of the connection, does a small task, and judges attempts. */
const script: Script = ({ tools, step }) => {
  if (tools.includes("add")) return step === 0 ? { calls: [{ name: "add", input: { a: 2, b: 3 } }] } : { text: "5" };
  if (tools.includes("judge")) {
    const reasons = [{ attempt: 2, text: "It writes the note 【F:note.txt†L1】." }];
    return { calls: [{ name: "judge", input: { best: 2, reasons } }] };
  }
  if (!tools.includes("shell")) return { text: "Red" };
  return step === 0 ? { calls: [{ name: "shell", input: { command: "echo note > note.txt" } }] } : { text: "Wrote a note" };
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

test("a provider is connected, tested and priced, its model works on a task, and one of its attempts is picked", async ({ page }) => {
  test.setTimeout(180_000);
  await finishedSample(page.request);
  await page.goto("/settings");
  await page.getByRole("button", { name: "Add a provider" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByRole("textbox", { name: "Name" }).fill(name);
  await dialog.getByRole("textbox", { name: "Base URL" }).fill("http://api.example.org/v1");
  await dialog.getByRole("textbox", { name: "API key" }).fill("sk-browser-test-key");
  await dialog.getByRole("textbox", { name: "First model" }).fill("acme-1");
  await dialog.getByRole("button", { name: "Add provider" }).click();
  await expect(dialog.getByText(/Keys and code would travel readable/)).toBeVisible();
  await dialog.getByRole("textbox", { name: "Base URL" }).fill(model.url);
  await dialog.getByRole("button", { name: "Add provider" }).click();
  const card = page.getByRole("article", { name });
  await expect(card).toContainText("key set");
  await expect(page.locator("body")).not.toContainText("sk-browser-test-key");

  await card.getByRole("button", { name: "Test connection acme-1" }).click();
  await expect(card.getByText(/^It works/)).toBeVisible({ timeout: 60_000 });
  await card.getByRole("button", { name: "Store what was learned" }).click();
  await expect(card.getByText("What is stored agrees with what the test told.")).toBeVisible();
  await card.getByRole("button", { name: "Edit acme-1" }).click();
  await card.getByRole("textbox", { name: "Input", exact: true }).fill("-1");
  await card.getByRole("textbox", { name: "Output" }).fill("10");
  await card.getByRole("button", { name: "Save" }).click();
  await expect(card.getByText("A price is not below zero.")).toBeVisible();
  await card.getByRole("textbox", { name: "Input", exact: true }).fill("1,25");
  await card.getByRole("button", { name: "Save" }).click();
  await expect(card.getByText("$1.25 in · $1.25 cached · $10 out, a million tokens")).toBeVisible();
  await expectAccessible(page);

  await page.goto("/?repository=sample");
  await expect(page.getByRole("combobox", { name: "Model: acme-1" })).toBeVisible();
  await page.getByRole("button", { name: "Limits" }).click();
  await page.getByRole("textbox", { name: "Money in US dollars" }).fill("2");
  await page.keyboard.press("Escape");
  await page.getByRole("button", { name: "Attempts: 1" }).click();
  await page.getByRole("menuitem", { name: /^2 attempts/ }).click();
  const prompt = `Write a note ${Date.now()}`;
  await page.getByRole("textbox", { name: "What should the agent do?" }).fill(prompt);
  await page.getByRole("button", { name: "Send task" }).click();
  await page.getByRole("link", { name: prompt }).click();
  await page.getByRole("link", { name: "Compare and pick" }).click({ timeout: 60_000 });
  await page.getByRole("button", { name: "Pick attempt 2" }).waitFor({ timeout: 90_000 });
  await page.getByRole("button", { name: "Ask the model to compare" }).click();
  await expect(page.getByText("It would pick attempt 2.")).toBeVisible({ timeout: 60_000 });
  await expect(page.getByText("It writes the note `note.txt:1`").or(page.getByText("It writes the note"))).toBeVisible();
  await page.getByRole("article", { name: "Attempt 2" }).getByRole("button", { name: "Pick attempt 2" }).click();
  await expect(page.getByRole("article", { name: "Attempt 1" })).toContainText("Set aside");
  await expectAccessible(page);
  await page.getByRole("link", { name: "Back to the task" }).click();
  await expect(page.getByText("One attempt set aside")).toBeVisible();
});

test("an API key is shown once, works, and is revoked", async ({ page, request }) => {
  await page.goto("/settings");
  await page.getByRole("textbox", { name: "Name of a new key" }).fill("browser test");
  await page.getByRole("button", { name: "Make a key" }).click();
  const key = (await page.locator("code", { hasText: /^slw_/ }).textContent()) ?? "";
  const asked = () => request.get("/api/v1/tasks", { headers: { authorization: `Bearer ${key}`, cookie: "" } });
  expect((await asked()).status()).toBe(200);
  await page.reload();
  await expect(page.locator("body")).not.toContainText(key);
  await page.getByRole("button", { name: "Revoke browser test" }).click();
  await page.getByRole("button", { name: "Revoke now" }).click();
  await expect(page.getByRole("button", { name: "Revoke browser test" })).toBeHidden();
  await expect.poll(async () => (await asked()).status()).toBe(401);
});

async function expectAccessible(page: Page): Promise<void> {
  // A notice that fades in has less contrast than the one that stands.
  await expect(page.locator("[data-sonner-toast]")).toHaveCount(0, { timeout: 20_000 });
  const { violations } = await new AxeBuilder({ page }).withTags(rules).analyze();
  expect(violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ target }) => target.join(" ")).join("; ")}`)).toEqual([]);
}
