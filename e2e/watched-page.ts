import { test as base, type ConsoleMessage, expect } from "@playwright/test";

type Watching = {
  /** Set where a test takes the server away. */
  outages: boolean;
  /** Set where a test makes the API refuse something: the browser reports such answers as errors of its own. */
  refusals: boolean;
};

/** A test whose page may neither throw, log an error nor break the content security policy. */
export const test = base.extend<Watching>({
  outages: [false, { option: true }],
  refusals: [false, { option: true }],
  page: async ({ page, outages, refusals }, use) => {
    const faults: string[] = [];
    page.on("pageerror", (error) => faults.push(error.message));
    page.on("console", (message) => {
      const expected = (refusals && isRefusal(message)) || (outages && message.text().includes("net::ERR_"));
      if (message.type() === "error" && !expected) faults.push(message.text());
    });
    await use(page);
    expect(faults, "errors in the browser's console").toEqual([]);
  },
});

function isRefusal(message: ConsoleMessage): boolean {
  return /status of 4\d\d/.test(message.text()) && message.location().url.includes("/api/v1/");
}
