import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { AxeBuilder } from "@axe-core/playwright";
import { expect, type Page } from "@playwright/test";
import { finishedSample, productApi } from "./product-api.ts";
import { test } from "./watched-page.ts";

/** At head one test is new to fail, one got well, and one fails as before. */
const TAP = `if git diff --quiet HEAD; then printf 'not ok 1 - gets well\\nok 2 - breaks\\nnot ok 3 - stays\\n1..3\\n'; else printf 'ok 1 - gets well\\nnot ok 2 - breaks\\nnot ok 3 - stays\\n1..3\\n'; fi; exit 1`;

test("a change's tests are told by name, its size is flagged, and what nobody verified has a place", async ({ page }) => {
  const taskId = await sampleTask(page);
  await page.goto(`/tasks/${taskId}?view=checks`);
  const thread = page.getByRole("region", { name: "Conversation" });
  await expect(thread.getByRole("heading", { name: /^Checks/ })).toContainText("1 newly failing, 1 fixed, 1 failed before");
  await expect(thread.getByRole("list", { name: "Checks" })).toContainText("newly failing breaks");
  await expect(thread.getByRole("heading", { name: /^Testing/ })).toBeVisible();
  await expect(thread.getByRole("region", { name: "Not verified" })).toContainText(/\S/);
  const panel = page.getByRole("tabpanel");
  for (const [title, name] of [
    ["Newly failing", "breaks"],
    ["Fixed", "gets well"],
    ["Failed before too", "stays"],
  ] as const) {
    await expect(panel.getByRole("region", { name: title })).toContainText(name);
  }
  const { violations } = await new AxeBuilder({ page }).withTags(["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]).analyze();
  expect(violations).toEqual([]);
  await page.getByRole("tab", { name: "Changes" }).click();
  await expect(panel.getByRole("list", { name: "Warnings" })).toContainText("lines to read, over the budget of 1.");
  await thread.getByRole("button", { name: "Split this" }).click();
  await expect(page.getByRole("article", { name: "Turn 2" })).toContainText("Split it: keep in the work tree the smallest part");
});

async function sampleTask(page: Page): Promise<string> {
  const product = productApi(page.request);
  const { repository } = await finishedSample(page.request);
  const environment = { repositoryId: repository.id, name: `tests ${Date.now()}`, checks: [{ name: "tap", command: TAP }] };
  const { id } = (await product.call("POST", "/environments", environment)) as { id: string };
  const prompt = await readFile(join(process.env.E2E_DATA ?? "", "sample/prompt.md"), "utf8");
  const task = await product.sendTask({ repositoryId: repository.id, environmentId: id, prompt, limits: { changedLines: 1 } });
  await product.waitFor(task.id, "succeeded");
  return task.id;
}
