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

test("a price is three numbers, told so otherwise", () => {
  const read = (price: string) => readSettings({ DATABASE_URL: "postgres://db", SLIPWAY_MODEL_PRICE: price }).openAi.price;
  expect(read("1.25,0.125,10")).toEqual({ inputUsd: 1.25, cachedInputUsd: 0.125, outputUsd: 10 });
  expect(read("")).toBeNull();
  for (const wrong of ["1", "1,2", "a,b,c", "-1,0,0"]) expect(() => read(wrong)).toThrow(/SLIPWAY_MODEL_PRICE|price/);
});

test("a company's proxy is found in lower case too, and one in capitals wins", () => {
  const read = (variables: NodeJS.ProcessEnv) => readSettings({ DATABASE_URL: "postgres://db", ...variables }).gateway.companyProxy;
  expect(read({ https_proxy: "http://low:1", no_proxy: "a" })).toMatchObject({ httpsProxy: "http://low:1", noProxy: "a" });
  expect(read({ https_proxy: "http://low:1", HTTPS_PROXY: "http://high:1" })).toMatchObject({ httpsProxy: "http://high:1" });
  expect(read({ https_proxy: "http://low:1", HTTPS_PROXY: "" })).toMatchObject({ httpsProxy: "http://low:1" });
});
