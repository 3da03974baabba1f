import { AxeBuilder } from "@axe-core/playwright";
import { expect, type Page } from "@playwright/test";
import { finishedSample, productApi } from "./product-api.ts";
import { test } from "./watched-page.ts";

const rules = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"];

async function anEnvironment(page: Page, fields: Record<string, unknown> = {}): Promise<{ id: string; repositoryId: string }> {
  const repositoryId = (await finishedSample(page.request)).repository.id;
  const input = { repositoryId, name: `edited ${Date.now()}`, checks: [{ name: "test", command: "npm test" }], ...fields };
  const { id } = (await productApi(page.request).call("POST", "/environments", input)) as { id: string };
  return { id, repositoryId };
}

const saved = (page: Page) => page.getByText("Saved", { exact: true });

test("an environment is edited, its faults stand at their fields, and what was saved is there after a reload", async ({ page }) => {
  const { id } = await anEnvironment(page, { secrets: { TOKEN: "hunter2222" } });
  await page.goto(`/environments/${id}`);
  await page.getByRole("textbox", { name: "Image reference" }).fill("--privileged");
  await page.getByRole("textbox", { name: "Memory in GiB" }).fill("9000");
  await page.getByRole("button", { name: "Save" }).click();
  await expect(page.getByText(/^Give an image reference/)).toBeVisible();
  await expect(page.getByText("Give a number from 0.0625 to 256 GiB.")).toBeVisible();
  await page.getByRole("textbox", { name: "Image reference" }).fill("node:24");
  await page.getByRole("textbox", { name: "Memory in GiB" }).fill("1.5");
  await page.getByRole("textbox", { name: "Setup script" }).fill("npm ci\nnpm run build");
  await page.getByRole("button", { name: "Add a check" }).click();
  await page.getByRole("textbox", { name: "Name of check 2" }).fill("lint");
  await page.getByRole("textbox", { name: "Command of check 2" }).fill("npm run lint");
  await page.getByRole("button", { name: "Move check 2 up" }).click();
  await page
    .getByRole("radiogroup", { name: "While the agent works" })
    .getByRole("radio", { name: /^Listed hosts/ })
    .click();
  await page.getByRole("textbox", { name: "Hosts" }).fill("registry.example.org");
  await page.getByRole("button", { name: "Remove TOKEN" }).click();
  await page.getByRole("button", { name: "Save" }).click();
  await expect(saved(page)).toBeVisible();
  expect(await productApi(page.request).call("GET", `/environments/${id}`)).toMatchObject({
    image: "node:24",
    setupScript: "npm ci\nnpm run build",
    checks: [{ name: "lint", command: "npm run lint", timeoutSeconds: 900 }, { name: "test" }],
    network: { setup: "public", agent: "list", hosts: ["registry.example.org"] },
    limits: { memoryBytes: 1.5 * 2 ** 30 },
    secrets: [],
  });
  await page.reload();
  await expect(page.getByRole("textbox", { name: "Setup script" })).toHaveValue("npm ci\nnpm run build");
  await expect(page.getByRole("button", { name: "Save" })).toBeHidden();
});

test("a secret is left to the gateway, which is told where it is sent, and its value never comes back", async ({ page }) => {
  const { id } = await anEnvironment(page, { network: { setup: "public", agent: "off" } });
  await page.goto(`/environments/${id}`);
  await page.getByRole("button", { name: "Add a secret" }).click();
  await page.getByRole("textbox", { name: "Name", exact: true }).last().fill("NPM_TOKEN");
  await page.getByLabel("Value", { exact: true }).fill("Bearer npm_0123456789");
  await page.getByRole("radio", { name: "Gateway" }).click();
  await page.getByRole("textbox", { name: "Hosts" }).last().fill("npm.example.org");
  await expect(page.getByText("Setup: sent.")).toBeVisible();
  await expect(page.getByText("Agent: not sent, since the network is off.")).toBeVisible();
  const { violations } = await new AxeBuilder({ page }).withTags(rules).analyze();
  expect(violations.map(({ id: rule }) => rule)).toEqual([]);
  await page.getByRole("button", { name: "Save" }).click();
  await expect(saved(page)).toBeVisible();
  await page.reload();
  await expect(page.getByText("Injected by the gateway: Authorization to npm.example.org")).toBeVisible();
  expect(await page.content()).not.toContain("npm_0123456789");
});

test("the text tells faults by line and is the same environment as the form", async ({ page }) => {
  const { id } = await anEnvironment(page);
  await page.goto(`/environments/${id}`);
  await page.getByRole("radio", { name: "YAML" }).click();
  const text = page.getByRole("textbox", { name: "Environment as YAML" });
  await expect(text).toHaveValue(/^checks:\n {2}- name: test\n/);
  await text.fill("image: node:24\nprivileged: true\n");
  await expect(page.getByText('Line 2: "privileged" is not something that an environment has.').first()).toBeVisible();
  await text.fill("image: node:24\nvariables:\n  CI: true\n");
  await page.getByRole("radio", { name: "Form" }).click();
  await expect(page.getByRole("textbox", { name: "Value of variable 1" })).toHaveValue("true");
  await page.getByRole("button", { name: "Save" }).click();
  await expect(saved(page)).toBeVisible();
  expect(await productApi(page.request).call("GET", `/environments/${id}`)).toMatchObject({
    image: "node:24",
    checks: [],
    variables: { CI: "true" },
  });
});

test("unsaved changes are not lost by a press on a link, and a copy and its end are one press each", async ({ page }) => {
  const { id, repositoryId } = await anEnvironment(page);
  await page.goto(`/environments/${id}`);
  await page.getByRole("textbox", { name: "Name", exact: true }).fill("Another name");
  await page.getByRole("link", { name: "Tasks" }).click();
  await expect(page.getByRole("dialog", { name: "Leave without saving?" })).toBeVisible();
  await page.getByRole("button", { name: "Stay" }).click();
  await expect(page.getByRole("textbox", { name: "Name", exact: true })).toHaveValue("Another name");
  await page.getByRole("button", { name: "Save" }).click();
  await expect(saved(page)).toBeVisible();
  await page.getByRole("button", { name: "More actions" }).click();
  await page.getByRole("menuitem", { name: /Make a copy/ }).click();
  await expect(page.getByRole("heading", { level: 1, name: "Another name copy" })).toBeVisible();
  await page.getByRole("button", { name: "More actions" }).click();
  await page.getByRole("menuitem", { name: "Delete…" }).click();
  await page.getByRole("button", { name: "Delete" }).click();
  await expect(page).toHaveURL(`/repositories/${repositoryId}`);
  await expect(page.getByRole("link", { name: /^Another name/ })).toHaveCount(1);
});

test("a new environment is filled with what the repository's files suggest, and stored when it is confirmed", async ({ page }) => {
  const { repositoryId } = await anEnvironment(page);
  await page.goto(`/repositories/${repositoryId}`);
  await page.getByRole("link", { name: "Suggest one" }).click();
  await expect(page.getByText("Filled in from the repository's files")).toBeVisible();
  await expect(page.getByRole("textbox", { name: "Command of check 1" })).toHaveValue("npm test");
  await page.getByRole("textbox", { name: "Name", exact: true }).fill("Suggested");
  await page.getByRole("button", { name: "Create environment" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "Suggested" })).toBeVisible();
  await expect(page).toHaveURL(/\/environments\/[0-9a-f-]{36}$/);
});

for (const colorScheme of ["light", "dark"] as const) {
  test.describe(`in ${colorScheme}`, () => {
    test.use({ colorScheme });

    test("the screens of environments break no rule of WCAG 2.2 AA and fit a phone", async ({ page }) => {
      const { id, repositoryId } = await anEnvironment(page, { network: { agent: "public" }, secrets: { TOKEN: "hunter2222" } });
      for (const path of [
        `/environments/${id}`,
        `/repositories/${repositoryId}`,
        `/environments/new?repository=${repositoryId}&suggest=1`,
      ]) {
        await page.setViewportSize({ width: 1440, height: 900 });
        await page.goto(path);
        await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
        const { violations } = await new AxeBuilder({ page }).withTags(rules).analyze();
        expect(
          violations.map(({ id: rule, nodes }) => `${rule}: ${nodes.map(({ target }) => target.join(" ")).join("; ")}`),
          path,
        ).toEqual([]);
        await page.setViewportSize({ width: 390, height: 844 });
        expect(await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth), path).toBeLessThanOrEqual(0);
      }
    });
  });
}

test("the setup is tried live in a terminal, and what was tried joins the script", async ({ page }) => {
  const { id } = await anEnvironment(page, { setupScript: "echo from the script\ncat /nothing/here\n" });
  await page.goto(`/environments/${id}`);
  await page.getByRole("button", { name: "Open a terminal" }).click();
  const screen = page.locator(".xterm-rows");
  await expect(screen).toContainText("setup:/workspace#", { timeout: 60_000 });
  await page.keyboard.type("mkdir -p /opt/tool\n");
  await expect(page.getByText("What you tried")).toBeVisible({ timeout: 30_000 });
  await page.getByRole("button", { name: "Run setup script" }).click();
  await expect(screen).toContainText("[the setup script ended with exit code 1]", { timeout: 30_000 });
  const report = await new AxeBuilder({ page }).withTags(rules).analyze();
  expect(report.violations.map((violation) => violation.id)).toEqual([]);
  await page.locator(".xterm-helper-textarea").focus();
  await page.keyboard.press("Shift+Escape");
  await expect(page.getByRole("button", { name: "Close", exact: true })).toBeFocused();
  await page.getByRole("button", { name: "Keep what I tried" }).click();
  await expect(page.getByRole("textbox", { name: "Setup script" })).toHaveValue(
    "echo from the script\ncat /nothing/here\nmkdir -p /opt/tool\n",
  );
  await page.getByRole("button", { name: "Save" }).click();
  await expect(saved(page)).toBeVisible();
  await page.getByRole("button", { name: "Close", exact: true }).click();
  await expect(page.getByRole("button", { name: "Open a terminal" })).toBeVisible();
});
