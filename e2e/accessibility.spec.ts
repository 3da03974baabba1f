import { AxeBuilder } from "@axe-core/playwright";
import { expect, type Page } from "@playwright/test";
import { finishedSample } from "./product-api.ts";
import { test } from "./watched-page.ts";

const rules = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"];
const tabs = ["Changes", "Logs", "Checks", "Network", "Details"];

for (const colorScheme of ["light", "dark"] as const) {
  test.describe(`in ${colorScheme}`, () => {
    test.use({ colorScheme });

    test("no screen breaks a rule of WCAG 2.2 AA", async ({ page }) => {
      const task = await finishedSample(page.request);
      for (const path of ["/", "/repositories", "/settings"]) {
        await page.goto(path);
        await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
        // A button that fades from disabled has less contrast than one that stands.
        await expect(() => expectAccessible(page, path)).toPass({ timeout: 15_000 });
      }
      await page.goto(`/tasks/${task.id}`);
      for (const tab of tabs) {
        await page.getByRole("tab", { name: tab }).click();
        await expect(page.getByRole("tabpanel")).toContainText(/\S/);
        await expectAccessible(page, tab);
      }
    });
  });
}

test.describe("on a phone", () => {
  test.use({ viewport: { width: 390, height: 844 }, isMobile: true, hasTouch: true });

  test("no screen is wider than the phone", async ({ page }) => {
    const task = await finishedSample(page.request);
    for (const path of [
      "/",
      "/repositories",
      "/settings",
      ...["thread", "changes", "logs", "checks", "network", "details"].map((view) => `/tasks/${task.id}?view=${view}`),
    ]) {
      await page.goto(path);
      await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
      await expect(page.getByRole("main")).toContainText(/\S/);
      expect(await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth), path).toBeLessThanOrEqual(0);
    }
  });
});

async function expectAccessible(page: Page, where: string): Promise<void> {
  const { violations } = await new AxeBuilder({ page }).withTags(rules).analyze();
  const told = violations.map(
    ({ id, nodes }) => `${id}: ${nodes.map((node) => `${node.target.join(" ")} ${node.failureSummary ?? ""}`).join("; ")}`,
  );
  expect(told, where).toEqual([]);
}
