import { execFileSync } from "node:child_process";
import { type Browser, expect, type Page } from "@playwright/test";
import { temporaryFolder } from "../scripts/temporary-folder.ts";
import { finishedSample } from "./product-api.ts";
import { test } from "./watched-page.ts";

test.use({ refusals: true });

test.beforeAll(async ({ browser }) => {
  await inOwnContext(browser, (page) => finishedSample(page.request));
});

for (const { what, path, says } of [
  { what: "a folder that does not exist", path: "/nowhere/at/all", says: /\/nowhere\/at\/all/ },
  { what: "an option in place of an address", path: "--upload-pack=touch /tmp/x", says: /address|https/i },
]) {
  test(`${what} is refused as a repository in one message`, async ({ page }) => {
    await addRepository(page, path);
    await expectOneMessage(page, says);
    await expect(page.getByRole("textbox", { name: "Address or folder" })).toHaveValue(path);
  });
}

test("a repository without commits is refused in one message", async ({ page }) => {
  await using folder = await temporaryFolder("e2e-empty");
  execFileSync("git", ["init", "--quiet", folder.path]);
  await addRepository(page, folder.path);
  await expectOneMessage(page, /commit/);
});

test("a branch that does not exist is named, with one that does, and the draft stays", async ({ page }) => {
  await page.goto("/?repository=sample&branch=mian&prompt=Fix%20it");
  await expect(page.getByRole("combobox", { name: "Branch: mian" })).toBeVisible();
  await page.getByRole("button", { name: "Send task" }).click();
  await expectOneMessage(page, /sample has no branch mian\. Did you mean main\?/);
  await expect(composer(page)).toHaveValue("Fix it");
});

test("a repository that nobody added is not taken for another", async ({ page }) => {
  await page.goto("/?repository=unknown-shop&prompt=Fix%20it");
  await expect(page.getByText("There is no repository unknown-shop here.")).toBeVisible();
  await expect(page.getByRole("button", { name: "Send task" })).toBeDisabled();
  await expect(composer(page)).toHaveValue("Fix it");
});

test("hostile branch names are refused in one message each", async ({ page }) => {
  for (const branch of ["--upload-pack=sh", "a..b", "x\u202Ey", "refs/heads/main"]) {
    await page.goto(`/?repository=sample&branch=${encodeURIComponent(branch)}&prompt=Fix%20it`);
    await page.getByRole("button", { name: "Send task" }).click();
    await expectOneMessage(page, /not a branch name/);
    await expect(composer(page)).toHaveValue("Fix it");
  }
});

test("an empty prompt is not sent and says so", async ({ page }) => {
  await page.goto("/");
  await composer(page).fill("   ");
  await composer(page).press("Enter");
  await expectOneMessage(page, /Write what the agent should do/);
});

test("a prompt of one megabyte is refused in one message and kept", async ({ page }) => {
  const pasted = "words of a log ".repeat(2 ** 20 / 15);
  await page.goto("/");
  await composer(page).fill(pasted);
  await page.getByRole("button", { name: "Send task" }).click();
  await expectOneMessage(page, /longer than/);
  expect((await composer(page).inputValue()).length).toBe(pasted.length);
});

test("hidden characters are named and taken out with one press", async ({ page }) => {
  await page.goto("/?repository=sample");
  await composer(page).fill("Fix\u0000 the \u202Etest");
  await page.getByRole("button", { name: "Send task" }).click();
  await expectOneMessage(page, /control character \(U\+0000, line 1\)/);
  await page.getByRole("button", { name: "Remove them" }).click();
  await expect(composer(page)).toHaveValue("Fix the test");
  await page.getByRole("button", { name: "Send task" }).click();
  await expect(composer(page)).toHaveValue("");
});

function composer(page: Page) {
  return page.getByRole("textbox", { name: "What should the agent do?" });
}

async function addRepository(page: Page, location: string): Promise<void> {
  await page.goto("/repositories");
  await page.getByRole("button", { name: "Add a repository" }).click();
  await page.getByRole("textbox", { name: "Address or folder" }).fill(location);
  await page.getByRole("button", { name: "Add repository" }).click();
}

/** Next's own announcer of routes is an empty alert of every page. */
async function expectOneMessage(page: Page, says: RegExp): Promise<void> {
  const alerts = page.getByRole("alert").filter({ hasText: /\S/ });
  await expect(alerts).toHaveCount(1);
  await expect(alerts).toContainText(says);
}

async function inOwnContext(browser: Browser, work: (page: Page) => Promise<unknown>): Promise<void> {
  const page = await browser.newPage();
  await work(page);
  await page.context().close();
}
