import { expect, test } from "vitest";
import { readSettings } from "./env.ts";

test("an empty value counts as absent", () => {
  const given = readSettings({
    DATABASE_URL: "postgres://db",
    SLIPWAY_CONCURRENCY: "",
    SLIPWAY_REPOSITORY_BYTES: "",
    SLIPWAY_IDLE_MINUTES: " ",
  });
  expect(given).toMatchObject({ concurrency: 16, mirrorBounds: { bytes: 5 * 2 ** 30 }, idleMinutes: 10 });
});
