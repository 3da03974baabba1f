import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, type Page } from "@playwright/test";
import { finishedSample, productApi, runToItsEnd } from "./product-api.ts";
import { test } from "./watched-page.ts";

test("a running task stops on the screen and in the product", async ({ page }) => {
  const taskId = await taskThatChecksForever(page);
  await page.goto(`/tasks/${taskId}`);
  await page.getByRole("button", { name: "Stop" }).click();
  await expect(page.getByRole("banner")).toContainText("Stopped");
  await productApi(page.request).waitFor(taskId, "cancelled");
  await expect(page.getByRole("region", { name: "Conversation" })).toContainText("Stopped.");
});

test("a comment on a line is sent along with the follow-up and becomes the next turn", async ({ page }) => {
  const task = await runToItsEnd(page.request);
  await page.goto(`/tasks/${task.id}?view=changes`);
  // The line is drawn anew when its colours come, and forgets the pointer.
  await expect(async () => {
    await page.mouse.move(0, 0);
    await page.getByText("const shares = weights").first().hover();
    await page.locator("[data-utility-button]").first().click({ timeout: 1_000 });
  }).toPass();
  await page.getByRole("textbox", { name: /^Comment on src\/split\.js, line \d+$/ }).fill("Name this floors");
  await page.getByRole("button", { name: "Add comment" }).click();
  await page.reload();
  await expect(page.getByText("1 review comment will be sent along")).toBeVisible();
  await page.getByRole("textbox", { name: "Follow-up" }).fill("Use clearer names");
  await page.getByRole("button", { name: "Send", exact: true }).click();
  const turn = page.getByRole("article", { name: "Turn 2" });
  await expect(turn).toContainText("Use clearer names");
  await expect(turn.getByRole("list", { name: "Review comments" })).toContainText("Name this floors");
  await expect(turn).toContainText("scripted demo model", { timeout: 60_000 });
});

for (const [name, viewport] of Object.entries({ window: { width: 1440, height: 900 }, phone: { width: 390, height: 844 } })) {
  test(`a task of two turns stays inside the ${name}`, async ({ page }) => {
    await page.setViewportSize(viewport);
    const product = productApi(page.request);
    const task = await runToItsEnd(page.request);
    await product.call("POST", `/tasks/${task.id}/messages`, { text: "Use clearer names" });
    await product.waitFor(task.id, "succeeded");
    await page.goto(`/tasks/${task.id}${name === "phone" ? "?view=thread" : ""}`);
    await expect(page.getByRole("article", { name: "Turn 2" })).toContainText("scripted demo model");
    await expect(page.getByRole("heading", { level: 1 })).toBeInViewport();
    for (const view of ["Changes", "Logs", "Checks", "Network", "Details"]) {
      await expect.poll(() => outsideOf(page), view).toEqual({ scrolled: 0, below: 0 });
      await page.getByRole("tab", { name: view }).click();
      await expect(page.getByRole("tabpanel")).toContainText(/\S/);
    }
    expect(await outsideOf(page)).toEqual({ scrolled: 0, below: 0 });
  });
}

test.describe("an outage", () => {
  test.use({ outages: true });

  test("a page is live again when its server has been started anew", async ({ page }) => {
    const taskId = await taskThatChecksForever(page);
    await page.goto(`/tasks/${taskId}`);
    await expect(page.getByRole("region", { name: "Conversation" })).toContainText("Running the checks");
    const before = await dashboardPid();
    process.kill(before, "SIGKILL");
    await expect.poll(dashboardPid, { timeout: 30_000 }).not.toBe(before);
    const cancel = () =>
      productApi(page.request)
        .call("POST", `/tasks/${taskId}/cancel`)
        .then(() => "asked", String);
    await expect.poll(cancel, { timeout: 30_000 }).toBe("asked");
    await expect(page.getByRole("banner")).toContainText("Stopped", { timeout: 30_000 });
  });
});

/** How far the document is scrolled, and how much taller it is than the window. */
function outsideOf(page: Page): Promise<{ scrolled: number; below: number }> {
  return page.evaluate(() => ({ scrolled: window.scrollY, below: document.documentElement.scrollHeight - window.innerHeight }));
}

/** The demo's fix of the sample with a check that outlasts the test. */
async function taskThatChecksForever(page: Page): Promise<string> {
  const product = productApi(page.request);
  const sample = await finishedSample(page.request);
  const repositoryId = sample.repository.id;
  const environment = { repositoryId, name: `slow ${Date.now()}`, checks: [{ name: "slow", command: "sleep 300" }] };
  const { id } = (await product.call("POST", "/environments", environment)) as { id: string };
  const prompt = await readFile(join(process.env.E2E_DATA ?? "", "sample/prompt.md"), "utf8");
  const task = await product.sendTask({ repositoryId, environmentId: id, prompt });
  await product.waitFor(task.id, "verifying");
  return task.id;
}

/** The second of the programs that `npm start` notes; the first is the worker. */
async function dashboardPid(): Promise<number> {
  const running: { children: number[] } = JSON.parse(await readFile(join(process.env.E2E_DATA ?? "", "running.json"), "utf8"));
  const pid = running.children[1];
  if (pid === undefined) throw new Error("npm start has noted no dashboard.");
  return pid;
}
