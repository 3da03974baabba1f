import { execFileSync } from "node:child_process";
import { join } from "node:path";
import { expect } from "@playwright/test";
import { test } from "./watched-page.ts";

test("the sample goes from one click to a pushed branch and into the archive", async ({ page }) => {
  await page.goto("/");
  await page.getByRole("button", { name: "Try the sample" }).click();
  await expect(page).toHaveURL(/\/tasks\//);
  await expect(page.getByRole("log").or(page.getByRole("region", { name: "Log" }))).toContainText("npm test");

  const header = page.getByRole("banner");
  await expect(header).toContainText("Ready to review", { timeout: 60_000 });
  const thread = page.getByRole("region", { name: "Conversation" });
  await expect(thread.getByRole("list", { name: "Checks" })).toContainText("passed; it failed before");

  await test.step("citations lead to the line of the change and of the log", async () => {
    await thread.getByRole("button", { name: /split\.js L/ }).click();
    await expect(page.getByRole("tab", { name: /Changes/ })).toHaveAttribute("aria-selected", "true");
    await expect(page.locator("[data-selected-line]").first()).toBeVisible();
    await thread.getByRole("button", { name: /log L/ }).first().click();
    await expect(page.getByRole("tab", { name: "Logs" })).toHaveAttribute("aria-selected", "true");
    await expect(page.getByRole("region", { name: "Log" }).getByText("999 !== 1000").first()).toBeInViewport();
  });

  await test.step("the branch stands in the repository, one commit ahead", async () => {
    await page.getByRole("button", { name: "Deliver" }).click();
    await page.getByRole("menuitem", { name: /Push the branch/ }).click();
    const branch = thread.getByText(/^slipway\//).first();
    await expect(branch).toBeVisible();
    const name = (await branch.textContent())?.split(" ")[0] ?? "";
    await expect(thread.getByText(/pushed/i)).toBeVisible();
    const sample = join(process.env.E2E_DATA ?? "", "sample");
    const git = (...args: string[]) => execFileSync("git", ["-C", sample, ...args], { encoding: "utf8" }).trim();
    expect(git("rev-list", "--count", `main..${name}`)).toBe("1");
    expect(git("diff", "--name-only", `main...${name}`).split("\n")).toEqual(["src/split.js", "test/split.test.js"]);
  });

  await test.step("archived, brought back by undo, archived again", async () => {
    const archive = page.getByRole("button", { name: "Archive", exact: true });
    const unarchive = page.getByRole("button", { name: "Unarchive" });
    await archive.click();
    await expect(unarchive).toBeVisible();
    await page.getByRole("button", { name: "Undo" }).click();
    await archive.click();
    await expect(unarchive).toBeVisible();
    await page.getByRole("link", { name: "Back to the tasks" }).click();
    await page.getByRole("tab", { name: /Archived/ }).click();
    const row = page.getByRole("list", { name: "Tasks" }).getByRole("listitem");
    await expect(row).toHaveCount(1);
    await expect(row).toContainText("Ready to review");
  });
});
