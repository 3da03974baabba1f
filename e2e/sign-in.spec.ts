import { expect, test } from "@playwright/test";

test("whoever follows the link of npm start is signed in", async ({ page }) => {
  await page.goto("/");
  await expect(page).toHaveTitle(/Slipway/);
  await expect(page.getByRole("textbox").first()).toBeVisible();
});

test.describe("a stranger", () => {
  test.use({ storageState: { cookies: [], origins: [] } });

  test("sees no screen of the product but where to find the link", async ({ page }) => {
    await page.goto("/");
    await expect(page.getByRole("heading", { name: "Sign in from your terminal" })).toBeVisible();
  });
});
