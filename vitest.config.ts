import { defineConfig } from "vitest/config";

const include = [
  "packages/*/src/**",
  "packages/*/test/**",
  "apps/*/src/**",
  "apps/*/test/**",
  "prisma/**",
  "scripts/**",
  "bench/**",
  "test/**",
];

/** `unit` starts nothing; `integration` uses the real Postgres, Redis, Docker and git that `test/services.ts` provides. */
export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: "unit",
          include: include.map((glob) => `${glob}/*.test.ts`),
          exclude: ["**/*.integration.test.ts", "**/node_modules/**"],
          // Some try a rule on hundreds of cases, and machines are busy.
          testTimeout: 30_000,
        },
      },
      {
        test: {
          name: "integration",
          include: include.map((glob) => `${glob}/*.integration.test.ts`),
          globalSetup: ["test/services.ts"],
          testTimeout: 120_000,
          hookTimeout: 120_000,
          maxWorkers: 2,
        },
      },
    ],
  },
});
