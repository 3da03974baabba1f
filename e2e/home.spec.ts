import { expect, type Page } from "@playwright/test";
import { finishedSample, productApi, runToItsEnd } from "./product-api.ts";
import { test } from "./watched-page.ts";

test.beforeEach(async ({ page }) => {
  await finishedSample(page.request);
});

test("a deep link fills the composer, and the draft outlives a reload", async ({ page }) => {
  await page.goto("/?repository=sample&branch=main&environment=sample&prompt=Write%20a%20changelog");
  await expect(composer(page)).toHaveValue("Write a changelog");
  await expect(page).toHaveURL(/\/$/);
  await expect(page.getByRole("combobox", { name: "Repository: sample" })).toBeVisible();
  await expect(page.getByRole("combobox", { name: "Environment: sample" })).toBeVisible();
  await composer(page).press("End");
  await composer(page).pressSequentially(" and a readme");
  await page.reload();
  await expect(composer(page)).toHaveValue("Write a changelog and a readme");
});

test("three tasks are fired off in a row without leaving the page or losing a word", async ({ page }) => {
  await page.goto("/?repository=sample");
  const words = ["first", "second", "third"].map((word) => `${word} ${Date.now()}`);
  for (const text of words) {
    await composer(page).pressSequentially(text);
    await composer(page).press("Enter");
  }
  await expect(composer(page)).toHaveValue("");
  for (const text of words) await expect(page.getByRole("link", { name: text })).toHaveCount(1);
});

test("the keys of the list move, open, archive, search and explain themselves", async ({ page }) => {
  const product = productApi(page.request);
  const first = await runToItsEnd(page.request);
  await page.goto("/");
  const rows = page.locator("[data-task-row]");
  await expect(rows.first()).toHaveAttribute("data-task-row", first.id);

  await page.keyboard.press("j");
  await expect(rows.nth(0)).toBeFocused();
  await page.keyboard.press("j");
  await expect(rows.nth(1)).toBeFocused();
  await page.keyboard.press("k");
  await page.keyboard.press("e");
  await expect(page.getByText("Task archived")).toBeVisible();
  await expect(page.locator(`[data-task-row="${first.id}"]`)).toHaveCount(0);
  await product.call("POST", `/tasks/${first.id}/unarchive`);
  await expect(rows.first()).toHaveAttribute("data-task-row", first.id);

  await page.keyboard.press("/");
  await expect(page.getByRole("searchbox", { name: "Search tasks" })).toBeFocused();
  await page.keyboard.type("no such words anywhere");
  await expect(page.getByText("No task matches")).toBeVisible();
  await page.getByRole("button", { name: "Clear search" }).click();
  await expect(rows.first()).toBeVisible();
  await page.keyboard.press("Escape");
  await page.locator("body").click({ position: { x: 5, y: 400 } });

  await page.keyboard.press("?");
  await expect(page.getByRole("dialog", { name: "Keys" })).toBeVisible();
  await page.keyboard.press("Escape");
  await expect(page.getByRole("dialog")).toBeHidden();
  await page.keyboard.press("ControlOrMeta+k");
  await expect(page.getByRole("dialog", { name: "Search and commands" })).toBeVisible();
  await page.keyboard.press("Escape");
  await expect(page.getByRole("dialog")).toBeHidden();
  await page.keyboard.press("c");
  await expect(composer(page)).toBeFocused();
  await composer(page).blur();
  await page.keyboard.press("j");
  await page.keyboard.press("o");
  await expect(page).toHaveURL(new RegExp(`/tasks/${first.id}`));
});

function composer(page: Page) {
  return page.getByRole("textbox", { name: "What should the agent do?" });
}
