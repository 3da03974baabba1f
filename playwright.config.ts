import { defineConfig, devices } from "@playwright/test";

/** Without these Chromium looks for updates and its maker's servers, which is slow where there is no way out. */
const quiet = [
  "--no-sandbox",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

/** Browser tests run against the product as `npm start` starts it; `e2e/start-product.ts` sets the variables. */
export default defineConfig({
  testDir: "e2e",
  globalSetup: "./e2e/start-product.ts",
  workers: 1,
  timeout: 60_000,
  expect: { timeout: 15_000 },
  reporter: "line",
  // The first run needs a product without any task; everything else may then assume the sample.
  projects: [
    { name: "first run", testMatch: "first-run.spec.ts" },
    { name: "screens", testIgnore: "first-run.spec.ts", dependencies: ["first run"] },
  ],
  use: {
    ...devices["Desktop Chrome"],
    ...(process.env.E2E_URL ? { baseURL: process.env.E2E_URL } : {}),
    ...(process.env.E2E_SESSION ? { storageState: process.env.E2E_SESSION } : {}),
    launchOptions: { executablePath: process.env.CHROMIUM_PATH ?? "/usr/bin/chromium", args: quiet },
    trace: "retain-on-failure",
  },
});
