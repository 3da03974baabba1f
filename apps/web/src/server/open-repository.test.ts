import { expect, test } from "vitest";
import { readSettings } from "../env.ts";
import { openRepository } from "./open-repository.ts";

test("the dashboard fetches through the network's proxy and within the bounds, as the worker does", () => {
  const settings = readSettings({
    DATABASE_URL: "postgres://db",
    SLIPWAY_REPOSITORY_BYTES: "1048576",
    HTTPS_PROXY: "http://proxy.test:3128",
  });
  const { bounds, remote } = openRepository(settings, { id: "a", kind: "https", location: "https://git.test/a.git" });
  expect(bounds.bytes).toBe(2 ** 20);
  expect(remote).toMatchObject({ credential: null, web: { proxy: "http://proxy.test:3128" } });
});
