import { execFileSync } from "node:child_process";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { AxeBuilder } from "@axe-core/playwright";
import { expect, type Page } from "@playwright/test";
import { z } from "zod";
import { finishedSample, productApi } from "./product-api.ts";
import { test } from "./watched-page.ts";

const rules = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"];
const Repositories = z.object({ items: z.array(z.object({ id: z.string(), location: z.string() })) });
const Made = z.object({ id: z.string() });

/** A branch of the sample whose environment file sets a script and opens the network, and an environment with a secret. */
async function aForeignBranch(page: Page, branch: string): Promise<{ repositoryId: string; environmentId: string }> {
  const product = productApi(page.request);
  const repositoryId = (await finishedSample(page.request)).repository.id;
  const { items } = Repositories.parse(await product.call("GET", "/repositories"));
  const location = items.find(({ id }) => id === repositoryId)?.location ?? "";
  const folder = await mkdtemp(join(tmpdir(), "slipway-branch-"));
  const git = (...args: string[]) =>
    execFileSync("git", ["-c", "user.name=Eve", "-c", "user.email=eve@example.org", "-C", folder, ...args], { stdio: "pipe" });
  git("clone", "-q", location, ".");
  git("checkout", "-qb", branch);
  await mkdir(join(folder, ".slipway"), { recursive: true });
  await writeFile(join(folder, ".slipway/environment.yml"), `# ${branch}\nsetupScript: echo hello\nnetwork:\n  agent: public\n`);
  git("add", "-A");
  git("commit", "-qm", "Another environment");
  git("push", "-q", "origin", branch);
  await rm(folder, { recursive: true });
  const input = { repositoryId, name: branch, branch, secrets: { TOKEN: "hunter2222" } };
  return { repositoryId, environmentId: Made.parse(await product.call("POST", "/environments", input)).id };
}

const withheld = (page: Page, branch: string) => page.getByText(`The environment of ${branch} is not main's: secrets are withheld`);

test("a branch's environment is read and accepted where its environment is shown", async ({ page }) => {
  const branch = `topic-${Date.now()}`;
  const { environmentId } = await aForeignBranch(page, branch);
  await page.goto(`/environments/${environmentId}`);
  await expect(withheld(page, branch)).toBeVisible();
  await expect(page.getByText("Taken from main instead: network. Withheld: the value of TOKEN.")).toBeVisible();
  await page.getByRole("button", { name: "Review and accept…" }).click();
  await expect(page.getByRole("region", { name: /environment\.yml on topic/ })).toContainText("setupScript: echo hello");
  await expect(page.getByText("On main: not there")).toBeVisible();
  expect((await new AxeBuilder({ page }).withTags(rules).analyze()).violations).toEqual([]);
  await page.getByRole("button", { name: "Accept", exact: true }).click();
  await expect(page.getByText(`The environment of ${branch} is accepted`)).toBeVisible();
  await page.reload();
  await expect(page.getByText("The repository's own file wins")).toBeVisible();
  await expect(withheld(page, branch)).toBeHidden();
});

test("a task that was given no secret says so, and is given it once its environment is accepted", async ({ page }) => {
  const branch = `task-${Date.now()}`;
  const { repositoryId, environmentId } = await aForeignBranch(page, branch);
  const product = productApi(page.request);
  const { id } = await product.sendTask({ repositoryId, environmentId, branch, prompt: "Correct the rounding of the total" });
  await expect
    .poll(async () => (await product.call("GET", `/tasks/${id}`)) as object, { timeout: 90_000 })
    .toMatchObject({
      status: expect.stringMatching(/^(succeeded|failed)$/),
    });
  await page.goto(`/tasks/${id}`);
  await expect(withheld(page, branch)).toBeVisible();
  await page.getByRole("button", { name: "Review and accept…" }).click();
  await page.getByRole("button", { name: "Accept", exact: true }).click();
  await expect(page.getByText(`The environment of ${branch} is accepted`)).toBeVisible();
  await page.getByRole("button", { name: "Retry" }).last().click();
  await expect
    .poll(async () => (await product.call("GET", `/tasks/${id}`)) as object)
    .toMatchObject({ turnList: [{ attempts: [{}, {}] }] });
});
