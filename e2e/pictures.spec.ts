import { AxeBuilder } from "@axe-core/playwright";
import { expect, type Page } from "@playwright/test";
import { finishedSample } from "./product-api.ts";
import { test } from "./watched-page.ts";

/** One pixel. */
const pixel = Buffer.from("iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAAAAAA6fptVAAAACklEQVR4nGNoAAAAggCBd81ytgAAAABJRU5ErkJggg==", "base64");
const png = (name: string, buffer = pixel) => ({ name, mimeType: "image/png", buffer });

const toSend = (page: Page) => page.getByRole("list", { name: "Pictures to send" }).getByRole("img");
const pick = (page: Page, ...files: ReturnType<typeof png>[]) => page.getByLabel("Pictures to add").setInputFiles(files);

test("pictures are picked, dropped and pasted, outlive a reload, and are taken out one by one", async ({ page }) => {
  await finishedSample(page.request);
  await page.goto("/");
  const box = page.getByRole("textbox", { name: "What should the agent do?" });
  await pick(page, png("picked.png"));
  await expect(toSend(page)).toHaveCount(1);
  const dropped = await page.evaluateHandle(
    (bytes) => {
      const transfer = new DataTransfer();
      transfer.items.add(new File([new Uint8Array(bytes)], "dropped.png", { type: "image/png" }));
      return transfer;
    },
    [...pixel],
  );
  await box.dispatchEvent("drop", { dataTransfer: dropped });
  await expect(toSend(page)).toHaveCount(2);
  await box.evaluate(
    (element, bytes) => {
      const clipboardData = new DataTransfer();
      clipboardData.items.add(new File([new Uint8Array(bytes)], "pasted.png", { type: "image/png" }));
      element.dispatchEvent(new ClipboardEvent("paste", { clipboardData, bubbles: true, cancelable: true }));
    },
    [...pixel],
  );
  await expect(toSend(page)).toHaveCount(3);
  await page.reload();
  await expect(toSend(page)).toHaveCount(3);
  const { violations } = await new AxeBuilder({ page }).include("form").analyze();
  expect(violations).toEqual([]);
  for (const name of ["picked.png", "dropped.png", "pasted.png"]) await page.getByRole("button", { name: `Take out ${name}` }).click();
  await expect(toSend(page)).toHaveCount(0);
});

test.describe("what the server refuses", () => {
  test.use({ refusals: true });

  test("is told with the file's name, or with why the model gets no pictures", async ({ page }) => {
    const { id } = await finishedSample(page.request);
    await page.goto(`/tasks/${id}`);
    await pick(page, png("fake.png", Buffer.from("<svg/>")));
    await expect(page.getByRole("alert").filter({ hasText: "fake.png: This is no picture that can be used" })).toBeVisible();
    await pick(page, png("real.png"));
    await expect(toSend(page)).toHaveCount(1);
    await page.getByRole("button", { name: "Send", exact: true }).click();
    await expect(page.getByText("looks at no pictures")).toBeVisible();
    await expect(toSend(page)).toHaveCount(1);
    await page.getByRole("button", { name: "Take out real.png" }).click();
  });
});
