import { expect, test } from "vitest";
import { readSettings } from "../env.ts";
import { openRepository } from "./open-repository.ts";

const location = "https://git.test/a.git";

test("whoever opens a repository opens it within this host's bounds, on its way to the web", () => {
  const settings = readSettings({
    DATABASE_URL: "postgres://db",
    SLIPWAY_REPOSITORY_BYTES: "1048576",
    HTTPS_PROXY: "http://proxy.test:3128",
  });
  const { bounds, remote } = openRepository({ settings }, { id: "a", kind: "https", location });
  expect(bounds.bytes).toBe(2 ** 20);
  expect(remote).toMatchObject({ location, credential: null, web: { proxy: "http://proxy.test:3128" } });
});

test("only GitHub is shown its token", () => {
  const settings = readSettings({ DATABASE_URL: "postgres://db", GITHUB_TOKEN: "secret" });
  expect(openRepository({ settings }, { id: "a", kind: "https", location }).remote.credential).toBeNull();
  expect(openRepository({ settings }, { id: "b", kind: "github", location }).remote.credential).toMatchObject({ token: "secret" });
});
