import { AxeBuilder } from "@axe-core/playwright";
import { expect, type Page } from "@playwright/test";
import { z } from "zod";
import { finishedSample, productApi } from "./product-api.ts";
import { test } from "./watched-page.ts";

const Prompted = z.object({ turnList: z.array(z.object({ text: z.string() })) });

/** A task of the sample that has used up its steps before its work is done. */
async function aWaitingTask(page: Page): Promise<string> {
  const sample = await finishedSample(page.request);
  const product = productApi(page.request);
  const { turnList } = Prompted.parse(await product.call("GET", `/tasks/${sample.id}`));
  const { id } = await product.sendTask({ repositoryId: sample.repository.id, prompt: turnList[0]?.text, limits: { steps: 2 } });
  await product.waitFor(id, "waiting");
  return id;
}

test("a used up limit is raised where the task is read, and a message is edited and taken back before it is heard", async ({ page }) => {
  const id = await aWaitingTask(page);
  await page.goto(`/tasks/${id}`);
  const limit = page.getByRole("region", { name: "Limit" });
  await expect(limit).toContainText("Used 2 of 2 steps");
  await page.getByRole("textbox", { name: "Message to the agent" }).fill("Use tabs");
  await page.keyboard.press("Enter");
  await page.getByRole("button", { name: "Edit" }).click();
  await page.getByRole("textbox", { name: "Message", exact: true }).fill("Use spaces");
  await page.getByRole("button", { name: "Save" }).click();
  await expect(page.getByRole("textbox", { name: "Message", exact: true })).toHaveCount(0);
  await expect(page.getByRole("article").getByText("Use spaces")).toBeVisible();
  await page.getByRole("button", { name: "Take back" }).click();
  await expect(page.getByText("Use spaces")).toHaveCount(0);
  await limit.getByLabel("New total in steps").fill("2");
  await expect(limit).toContainText("Give more than the 2 steps that are used.");
  await limit.getByLabel("New total in steps").fill("40");
  await limit.getByRole("button", { name: "Give it more" }).click();
  await expect(page.getByText("Ready to review")).toBeVisible({ timeout: 30_000 });
  await expect(page.getByText(/Sandbox kept until \d\d:\d\d for your next message/)).toBeVisible();
});

test("a used up limit is the end where the person says so", async ({ page }) => {
  const id = await aWaitingTask(page);
  await page.goto("/?tab=attention");
  await expect(page.getByText("Needs a decision").first()).toBeVisible();
  await page.goto(`/tasks/${id}`);
  await page.getByRole("button", { name: "Stop here: keeps the change" }).click();
  await expect(page.getByText(/^Stopped\. /)).toBeVisible();
});

for (const colorScheme of ["light", "dark"] as const) {
  test.describe(`in ${colorScheme} on a phone`, () => {
    test.use({ colorScheme, viewport: { width: 390, height: 844 }, isMobile: true, hasTouch: true });

    test("a waiting task breaks no rule of WCAG 2.2 AA and fits", async ({ page }) => {
      await page.goto(`/tasks/${await aWaitingTask(page)}`);
      await expect(page.getByRole("region", { name: "Limit" })).toBeVisible();
      const { violations } = await new AxeBuilder({ page }).withTags(["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]).analyze();
      expect(violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ target }) => target.join(" ")).join("; ")}`)).toEqual([]);
      expect(await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth)).toBeLessThanOrEqual(0);
    });
  });
}
